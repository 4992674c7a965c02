import { z } from 'zod';

/** protobuf's JSON carries 64-bit integers as strings or numbers; queries carry everything as strings. */
export const Int64 = z.union([z.int(), z.string().regex(/^-?[0-9]{1,16}$/)]).transform((value, context) => {
  const integer = Number(value);
  if (Number.isSafeInteger(integer)) return integer;
  context.addIssue({ code: 'custom', message: 'must be a 53-bit integer' });
  return z.NEVER;
});

const SPELLED: ReadonlyMap<string, number> = new Map([
  ['NaN', NaN],
  ['nan', NaN],
  ['Infinity', Infinity],
  ['inf', Infinity],
  ['-Infinity', -Infinity],
  ['-inf', -Infinity],
]);

/** A double; what is not finite travels as a string. */
export const Double = z.union([z.number(), z.string().max(40)]).transform((written, context) => {
  if (typeof written === 'number') return written;
  const spelled = SPELLED.get(written);
  if (spelled !== undefined) return spelled;
  const value = written.trim() === '' ? NaN : Number(written);
  if (Number.isFinite(value)) return value;
  context.addIssue({ code: 'custom', message: 'must be a double' });
  return z.NEVER;
});

/** Text without NUL, which no text column holds. */
export const Text = z.string().refine((text) => !text.includes('\0'), 'must not contain NUL');

/** Text that must be there: protobuf takes an empty string for an absent one. */
export const RequiredText = Text.min(1);

/** Identifiers and versions: clients also send them as numbers. */
export const RequiredId = z.union([RequiredText, z.int().transform(String)]);

export const Bool = z.union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')]);

/** A repeated field: absent, null and empty are the same. */
export function repeated<Item extends z.ZodType>(item: Item) {
  return z
    .array(item)
    .nullish()
    .transform((list) => list ?? []);
}

export const Tag = z.object({ key: RequiredText, value: Text.default('') });
export type Tag = z.output<typeof Tag>;

/** The answer of a call that answers nothing. */
export const Empty = z.object({});
