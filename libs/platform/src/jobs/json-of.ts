import { DomainError } from '@bellwether/errors';

/**
 * A value as JSON text; what JSON cannot say (undefined) becomes null.
 *
 * @throws INVALID_ARGUMENT when it is too long, holds itself or holds a bigint.
 */
export function jsonOf(argument: string, value: unknown, maxBytes: number): string {
  let json: string;
  try {
    json = JSON.stringify(value) ?? 'null';
  } catch (error) {
    const message = `${argument} of a job must be JSON: ${String(error)}`;
    throw new DomainError('INVALID_ARGUMENT', message, { cause: error });
  }
  const bytes = Buffer.byteLength(json);
  if (bytes > maxBytes) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `${argument} of a job must be at most ${maxBytes} bytes of JSON, got ${bytes}`,
    );
  }
  return json;
}
