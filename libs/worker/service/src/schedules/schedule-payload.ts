import { DomainError, type FieldProblem } from '@bellwether/errors';
import { duePayload } from '@bellwether/platform/jobs';
import type { z } from 'zod';

const FIELD = 'payload_json';
/** Any day will do to see whether one may stand where `$due_date` does. */
const SOME_DAY = new Date('2026-01-01T00:00:00Z');

/**
 * What a scheduled job is asked, with its defaults; `$due_date` stays where it stands.
 *
 * @param check of what the schema cannot tell, such as names of what there is.
 * @throws INVALID_ARGUMENT, and what the check does, with the paths of the fields at fault, below `payload_json`.
 */
export function schedulePayload(
  text: string,
  schema: z.ZodObject,
  check: (request: object) => void,
): Record<string, unknown> {
  const given = objectOf(text);
  const filled = duePayload(given, SOME_DAY, 'UTC') as Record<string, unknown>;
  const { data, error } = schema.safeParse(filled);
  if (error !== undefined) {
    throw refused(error.issues.map(({ path, message }) => ({ path: [FIELD, ...path].join('.'), message })));
  }
  belowPayload(() => check(data));
  const dates = Object.keys(given).filter((key) => given[key] !== filled[key]);
  return { ...data, ...Object.fromEntries(dates.map((key) => [key, given[key]])) };
}

function belowPayload(check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const fields = error.fields.map(({ path, message }) => ({ path: `${FIELD}.${path}`, message }));
    throw new DomainError(error.code, error.message, { fields, cause: error });
  }
}

function objectOf(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw refused([{ path: FIELD, message: 'must be the text of a JSON object' }]);
}

function refused(fields: readonly FieldProblem[]): DomainError {
  const faults = fields.map(({ path, message }) => `${path}: ${message}`).join('; ');
  return new DomainError('INVALID_ARGUMENT', faults, { fields });
}
