import { DomainError } from '@bellwether/errors';
import type { Operation, RequestInput, ResponseOf } from '../operation.js';

export interface CallOptions {
  /** Gives the call up; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Time left for this call, in milliseconds; the client's own when left out. */
  readonly deadlineMs?: number;
}

/** One method per operation, the same whichever the transport. */
export type ClientOf<Operations extends Readonly<Record<string, Operation>>> = {
  readonly [Name in keyof Operations]: (
    request: RequestInput<Operations[Name]>,
    options?: CallOptions,
  ) => Promise<ResponseOf<Operations[Name]>>;
};

/** Sends one request of one operation and brings the answer back as it came, unvalidated. */
export type Send = (operation: Operation, request: Readonly<Record<string, unknown>>, call: Call) => Promise<unknown>;

export interface Call {
  readonly signal: AbortSignal | undefined;
  /** Positive and finite, in milliseconds. */
  readonly deadlineMs: number;
}

export interface ClientBehaviour {
  /** Time for one call, in milliseconds, where the call itself does not say. */
  readonly timeoutMs: number;
  /**
   * Whether an answer must match the schema, exactly (the default). With false it is handed on as it came, so that a
   * server may already know a field that this client does not.
   */
  readonly validate?: boolean;
  /** Headers, over gRPC metadata, of one call, asked for at each: such as the context of the trace it belongs to. */
  readonly headers?: () => Readonly<Record<string, string>>;
}

/** Makes a client from its operations and a way to send them: deadlines and validation are the same for all. */
export function clientOf<Operations extends Readonly<Record<string, Operation>>>(
  operations: Operations,
  { timeoutMs, validate = true }: ClientBehaviour,
  send: Send,
): ClientOf<Operations> {
  const methodOf =
    (operation: Operation) =>
    async (request: Readonly<Record<string, unknown>>, { signal, deadlineMs = timeoutMs }: CallOptions = {}) => {
      signal?.throwIfAborted();
      checkDeadline(deadlineMs, operation);
      const answer = await send(operation, request, { signal, deadlineMs });
      return validate ? validated(operation, answer) : answer;
    };
  const methods = Object.entries(operations).map(([name, operation]) => [name, methodOf(operation)]);
  return Object.fromEntries(methods) as ClientOf<Operations>;
}

function checkDeadline(deadlineMs: number, { method }: Operation): void {
  if (!Number.isFinite(deadlineMs)) {
    throw new DomainError('INVALID_ARGUMENT', `deadlineMs must be finite, got ${deadlineMs}`);
  }
  // The time left of an outer deadline may be used up: nothing is sent then.
  if (deadlineMs <= 0) throw new DomainError('DEADLINE_EXCEEDED', `no time is left for ${method}: ${deadlineMs} ms`);
}

function validated({ method, response }: Operation, answer: unknown): unknown {
  const result = response.safeParse(answer);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new DomainError('INTERNAL', `the answer of ${method} does not match its schema: ${faults.join('; ')}`);
}
