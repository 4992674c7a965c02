import { DomainError } from '@bellwether/errors';
import { z } from 'zod';

/** The proto3 scalars that contracts use; enums travel as `string`, so that their values are those of JSON. */
export type WireScalar = 'string' | 'int32' | 'int64' | 'double' | 'bool';

/**
 * One value: a scalar, a message with the fields of an object schema, or, as proto3 has no maps of lists, the numbers of one
 * entry of a map, which travel in a message of their own.
 */
export type SingleType =
  | { readonly kind: 'scalar'; readonly scalar: WireScalar }
  | { readonly kind: 'message'; readonly schema: z.ZodObject }
  | { readonly kind: 'numbers' };

/** The message that holds the numbers of an entry, and its one field. */
export const NUMBERS_MESSAGE = { name: 'DoubleList', field: 'numbers' } as const;

export type WireType =
  SingleType | { readonly kind: 'list'; readonly of: SingleType } | { readonly kind: 'map'; readonly of: SingleType };

/** How one field of a schema travels in a message. */
export interface WireField {
  readonly name: string;
  readonly type: WireType;
  /** The value may be left out: the schema is optional or has a default. */
  readonly mayBeAbsent: boolean;
  readonly nullable: boolean;
  /** What absence means; undefined where it means absence. */
  readonly defaultValue: unknown;
  /** The innermost schema: of the value, or of the items of a list or map. */
  readonly valueSchema: z.ZodType;
  readonly description: string | undefined;
}

const known = new WeakMap<z.ZodObject, readonly WireField[]>();

/**
 * The fields of a message, in the order of its schema: the one mapping from zod to proto3, which the generator of the
 * .proto files and the decoder of answers share.
 *
 * @param path where the schema stands, for error messages.
 * @throws INVALID_ARGUMENT naming the path of a field that proto3 cannot express.
 */
export function wireFields(schema: z.ZodObject, path: string): readonly WireField[] {
  let fields = known.get(schema);
  if (fields === undefined) {
    fields = Object.entries(schema.shape).map(([name, field]) =>
      wireField(name, field as z.ZodType, `${path}.${name}`),
    );
    known.set(schema, fields);
  }
  return fields;
}

function wireField(name: string, declared: z.ZodType, path: string): WireField {
  let schema = declared;
  let description = declared.description;
  let mayBeAbsent = false;
  let nullable = false;
  let defaultValue: unknown;
  while (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    if (schema instanceof z.ZodDefault) defaultValue = schema.def.defaultValue;
    if (schema instanceof z.ZodNullable) nullable = true;
    else mayBeAbsent = true;
    schema = schema.def.innerType as z.ZodType;
    description ??= schema.description;
  }
  const [type, valueSchema] = wireType(schema, path);
  return { name, type, mayBeAbsent, nullable, defaultValue, valueSchema, description };
}

function wireType(schema: z.ZodType, path: string): [WireType, z.ZodType] {
  if (schema instanceof z.ZodArray) {
    const item = schema.element as z.ZodType;
    return [{ kind: 'list', of: singleType(item, `${path}[]`) }, item];
  }
  if (schema instanceof z.ZodRecord) {
    if (!(schema.keyType instanceof z.ZodString)) throw unsupported(schema.keyType as z.ZodType, `${path}{key}`);
    const value = schema.valueType as z.ZodType;
    return [{ kind: 'map', of: entryType(value, `${path}{}`) }, value];
  }
  return [singleType(schema, path), schema];
}

function entryType(schema: z.ZodType, path: string): SingleType {
  const isNumbers = schema instanceof z.ZodArray && schema.element instanceof z.ZodNumber;
  return isNumbers ? { kind: 'numbers' } : singleType(schema, path);
}

function singleType(schema: z.ZodType, path: string): SingleType {
  if (schema instanceof z.ZodObject) return { kind: 'message', schema };
  if (schema instanceof z.ZodNumber) return { kind: 'scalar', scalar: numberScalar(schema) };
  if (schema instanceof z.ZodBoolean) return { kind: 'scalar', scalar: 'bool' };
  if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat) return { kind: 'scalar', scalar: 'string' };
  if (allowedValues(schema) !== undefined) return { kind: 'scalar', scalar: 'string' };
  throw unsupported(schema, path);
}

/** The values of an enum or of string literals; undefined of any other schema. */
export function allowedValues(schema: z.ZodType): readonly string[] | undefined {
  if (!(schema instanceof z.ZodEnum || schema instanceof z.ZodLiteral)) return undefined;
  const values: readonly unknown[] = schema instanceof z.ZodEnum ? schema.options : [...schema.values];
  return values.every((value) => typeof value === 'string') ? values : undefined;
}

const INT32_MAX = 2 ** 31 - 1;

/** An integer is int32 only where its bounds say that it fits: protobuf cuts off what does not, without a word. */
function numberScalar(schema: z.ZodNumber): WireScalar {
  if (schema.isInt !== true) return 'double';
  const fits = (schema.minValue ?? -Infinity) >= -INT32_MAX - 1 && (schema.maxValue ?? Infinity) <= INT32_MAX;
  return fits ? 'int32' : 'int64';
}

function unsupported(schema: z.ZodType, path: string): DomainError {
  return new DomainError(
    'INVALID_ARGUMENT',
    `${path} must be of a kind that proto3 can express, got ${schema.def.type}`,
  );
}
