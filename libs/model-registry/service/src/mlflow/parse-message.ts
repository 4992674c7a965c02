import { DomainError } from '@bellwether/errors';
import type { z } from 'zod';

const SEE_DOCS = 'See the API docs for more information about request parameters.';
const MAX_SHOWN = 200;

/**
 * Parses a message, or refuses it in MLflow's words, which clients and test suites look for.
 *
 * @throws INVALID_ARGUMENT
 * @see MLflow, `mlflow/utils/validation.py`: missing_value, invalid_value.
 */
export function parseMessage<Schema extends z.ZodType>(schema: Schema, message: unknown): z.output<Schema> {
  const parsed = schema.safeParse(message ?? {});
  if (parsed.success) return parsed.data;
  const path = parsed.error.issues[0]!.path;
  if (path.length === 0) throw new DomainError('INVALID_ARGUMENT', 'The request must be a JSON object.');
  const value = path.reduce<unknown>((at, part) => (at as Record<PropertyKey, unknown> | undefined)?.[part], message);
  const name = path.map((part, i) => (typeof part === 'number' ? `[${part}]` : i === 0 ? part : `.${String(part)}`));
  const isMissing = value === undefined || value === null || value === '';
  const fault = isMissing
    ? `Missing value for required parameter '${name.map(String).join('')}'.`
    : `Invalid value ${JSON.stringify(value).slice(0, MAX_SHOWN)} for parameter '${name.map(String).join('')}' supplied.`;
  throw new DomainError('INVALID_ARGUMENT', `${fault} ${SEE_DOCS}`);
}
