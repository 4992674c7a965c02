import type { z } from 'zod';
import { type SingleType, type WireField, wireFields } from './wire-type.js';

type Message = Readonly<Record<string, unknown>>;

/**
 * Turns a decoded message into the object that the schema describes, the same that JSON would have brought: what
 * proto3 leaves off the wire comes back. An empty list is [], an empty map {}, a required scalar its zero, null what
 * is nullable, a default what has one; what is optional stays absent. Proto3 has no difference between an absent and
 * an empty list or map: where the schema says optional, absent it is.
 *
 * @param message as @grpc/proto-loader decodes it under LOADER_OPTIONS.client.
 */
export function fromWire(schema: z.ZodObject, message: Message): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const field of wireFields(schema, 'message')) {
    const value = message[field.name] ?? absent(field);
    if (value !== undefined) object[field.name] = present(field, value);
  }
  return object;
}

function present({ type }: WireField, value: unknown): unknown {
  if (value === null) return null;
  if (type.kind === 'list') return (value as unknown[]).map((item) => single(type.of, item));
  if (type.kind === 'map') {
    return Object.fromEntries(Object.entries(value as Message).map(([key, item]) => [key, single(type.of, item)]));
  }
  return single(type, value);
}

function single(type: SingleType, value: unknown): unknown {
  if (type.kind === 'message') return fromWire(type.schema, value as Message);
  if (type.kind === 'numbers') return ((value as { numbers?: readonly number[] }).numbers ?? []).map((of) => of + 0);
  // JSON has no negative zero; adding 0 makes −0 the same 0 here.
  return typeof value === 'number' ? value + 0 : value;
}

const ZERO = { string: '', int32: 0, int64: 0, double: 0, bool: false } as const;

function absent({ type, mayBeAbsent, nullable, defaultValue }: WireField): unknown {
  if (mayBeAbsent) return defaultValue;
  if (nullable) return null;
  if (type.kind === 'list') return [];
  if (type.kind === 'map') return {};
  // A required message that is missing is the server's fault; validation of the answer will say so.
  return type.kind === 'scalar' ? ZERO[type.scalar] : undefined;
}
