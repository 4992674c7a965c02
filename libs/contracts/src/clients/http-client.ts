import type { Operation } from '../operation.js';
import { operations as allOperations } from '../operations.js';
import type { ClientOf } from './client.js';
import { type HttpClientOptions, httpClientOf } from './http-client-of.js';

/**
 * A client of every operation, or of those given, over HTTP. What goes wrong is a DomainError: the problem that the
 * server answered, DEADLINE_EXCEEDED when there was no whole answer in time, UNAVAILABLE when there was no connection,
 * INTERNAL when the answer is not what the contract says.
 */
export function createHttpClient(options: HttpClientOptions): ClientOf<typeof allOperations>;
export function createHttpClient<Operations extends Readonly<Record<string, Operation>>>(
  options: HttpClientOptions & { readonly operations: Operations },
): ClientOf<Operations>;
export function createHttpClient({
  operations = allOperations,
  ...options
}: HttpClientOptions & { readonly operations?: Readonly<Record<string, Operation>> }): ClientOf<
  Readonly<Record<string, Operation>>
> {
  return httpClientOf(operations, options);
}
