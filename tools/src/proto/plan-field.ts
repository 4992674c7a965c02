import { DomainError } from '@bellwether/errors';
import { allowedValues, NUMBERS_MESSAGE, type SingleType, type WireField } from '@bellwether/contracts';
import { z } from 'zod';
import type { ProtoField } from './proto-file.js';

/** Whether a message is sent by the caller, or answered. */
export type Direction = 'request' | 'response';

/**
 * One field of a message.
 *
 * @param path of the field, for error messages.
 * @param messageName name of the message of a nested object.
 * @throws INVALID_ARGUMENT naming the path of a field whose meaning gRPC would lose.
 */
export function planField(
  field: WireField,
  path: string,
  direction: Direction,
  messageName: (schema: z.ZodObject) => string,
): ProtoField {
  if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(field.name)) throw fault(path, 'must be named in snake_case');
  checkAbsence(field, path, direction);
  const nameOf = (type: SingleType): string => {
    if (type.kind === 'numbers') return NUMBERS_MESSAGE.name;
    return type.kind === 'message' ? messageName(type.schema) : type.scalar;
  };
  return { name: field.name, type: labelled(field, nameOf), comments: commentsOf(field) };
}

function labelled({ type, mayBeAbsent, nullable }: WireField, nameOf: (type: SingleType) => string): string {
  if (type.kind === 'list') return `repeated ${nameOf(type.of)}`;
  if (type.kind === 'map') return `map<string, ${nameOf(type.of)}>`;
  return `${mayBeAbsent || nullable ? 'optional ' : ''}${nameOf(type)}`;
}

/**
 * Over JSON a field may be absent, null or empty; proto3 knows absent or present of a single value, and empty or not of
 * a list or map. A schema that tells more apart would mean different things over the two transports.
 */
function checkAbsence(
  { type, mayBeAbsent, nullable, defaultValue }: WireField,
  path: string,
  direction: Direction,
): void {
  if (type.kind === 'list' || type.kind === 'map') {
    const empty = type.kind === 'list' ? '[]' : '{}';
    if (nullable) throw fault(path, `must not be nullable: an empty ${type.kind} says it`);
    if (defaultValue !== undefined && JSON.stringify(defaultValue) !== empty) {
      throw fault(path, `must have no default but ${empty}`);
    }
    if (direction === 'request' && mayBeAbsent && defaultValue === undefined) {
      throw fault(path, `must have .default(${empty}) instead of .optional(): absent and empty are one`);
    }
  } else if (nullable) {
    if (direction === 'request' && defaultValue !== null) {
      throw fault(path, 'must have .default(null): absent and null are one');
    }
    if (direction === 'response' && mayBeAbsent && defaultValue !== null) {
      throw fault(path, 'must be optional or nullable, not both: absent and null are one');
    }
  }
}

const FORMATS: Readonly<Record<string, string>> = { date: 'YYYY-MM-DD.', datetime: 'Instant, ISO 8601 UTC.' };

function commentsOf({ description, valueSchema, defaultValue }: WireField): string[] {
  const allowed = allowedValues(valueSchema);
  const format = valueSchema instanceof z.ZodStringFormat ? FORMATS[valueSchema.def.format] : undefined;
  const hasDefault = defaultValue !== undefined && ['string', 'number', 'boolean'].includes(typeof defaultValue);
  return [
    ...(description?.split('\n') ?? []),
    ...(format === undefined ? [] : [format]),
    ...(allowed === undefined ? [] : [`One of: ${allowed.join(', ')}.`]),
    ...(hasDefault ? [`Default: ${String(defaultValue)}.`] : []),
  ];
}

function fault(path: string, rule: string): DomainError {
  return new DomainError('INVALID_ARGUMENT', `${path} ${rule}`);
}
