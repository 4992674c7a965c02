import { DomainError } from '@bellwether/errors';
import type { Operation } from '../operation.js';

const INT32_MAX = 2 ** 31 - 1;

/**
 * Refuses what protobuf would change without a word on its way: it cuts 2.5 to 2, 2³² + 5 to 5 and makes a string of
 * any value. All other rules are the server's to judge.
 *
 * @throws INVALID_ARGUMENT with the fields at fault.
 */
export function assertSendable(
  { method, request: schema }: Operation,
  request: Readonly<Record<string, unknown>>,
): void {
  const { error } = schema.safeParse(request, { reportInput: true });
  const fields = (error?.issues ?? [])
    .filter(({ code, input }) => code === 'invalid_type' || (typeof input === 'number' && Math.abs(input) > INT32_MAX))
    .map(({ path, message }) => ({ path: path.join('.'), message }));
  if (fields.length === 0) return;
  const faults = fields.map(({ path, message }) => `${path}: ${message}`).join('; ');
  throw new DomainError('INVALID_ARGUMENT', `the request of ${method} cannot be sent over gRPC: ${faults}`, { fields });
}
