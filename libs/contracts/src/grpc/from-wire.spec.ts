import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { fromWire } from './from-wire.js';

const Item = z.strictObject({ name: z.string(), notes: z.array(z.string()) });
const Answer = z.strictObject({
  text: z.string(),
  count: z.int(),
  share: z.number(),
  known: z.boolean(),
  items: z.array(Item),
  sums: z.record(z.string(), z.number()),
  nothing: z.string().nullable(),
  maybe: z.string().optional(),
  metrics: z.record(z.string(), z.number()).optional(),
  limit: z.int().default(5),
  part: Item.optional(),
});

describe('fromWire', () => {
  it('restores all that proto3 leaves off the wire', () => {
    expect(fromWire(Answer, {})).toEqual({
      ...{ text: '', count: 0, share: 0, known: false, items: [], sums: {}, nothing: null, limit: 5 },
    });
  });

  it('restores it inside of messages and lists too', () => {
    const { items, part } = fromWire(Answer, { items: [{ name: 'a' }], part: {} });
    expect([items, part]).toEqual([[{ name: 'a', notes: [] }], { name: '', notes: [] }]);
  });

  it('has no negative zero, as JSON has none', () => {
    expect(Object.is(fromWire(Answer, { share: -0 })['share'], 0)).toBe(true);
  });

  it('leaves a missing required message for validation to find', () => {
    const Whole = z.strictObject({ part: Item });
    expect(Whole.safeParse(fromWire(Whole, {})).error?.issues[0]?.path).toEqual(['part']);
  });
});
