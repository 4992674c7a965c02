import type { z } from 'zod';
import { NUMBERS_MESSAGE, wireFields, type WireField } from './wire-type.js';

type Message = Readonly<Record<string, unknown>>;

/** Whether an answer of the schema must be turned into its message: all others are the same object on both ways. */
export function differsOnWire(schema: z.ZodObject): boolean {
  return wireFields(schema, 'message').some(isMapOfNumbers);
}

/** The message of an answer: lists of numbers in a map go into messages of their own. */
export function toWire(schema: z.ZodObject, answer: Message): Message {
  const changed = wireFields(schema, 'message')
    .filter(isMapOfNumbers)
    .map(({ name }) => [name, wrapped(answer[name] as Message | undefined)] as const);
  return { ...answer, ...Object.fromEntries(changed) };
}

/** Of the answer itself: deeper in it there are none, which the conformance of the contracts says. */
function isMapOfNumbers({ type }: WireField): boolean {
  return type.kind === 'map' && type.of.kind === 'numbers';
}

function wrapped(map: Message = {}): Message {
  return Object.fromEntries(Object.entries(map).map(([key, numbers]) => [key, { [NUMBERS_MESSAGE.field]: numbers }]));
}
