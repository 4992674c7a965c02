import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { wireFields } from './wire-type.js';

const typeOf = (schema: z.ZodType) => wireFields(z.strictObject({ field: schema }), 'Message')[0]!;

describe('wireFields', () => {
  it.each([
    ['a bounded integer', z.int().min(0).max(100), 'int32'],
    ['an integer without bounds', z.int(), 'int64'],
    [
      'an integer bounded above 2³¹ − 1',
      z
        .int()
        .min(0)
        .max(2 ** 31),
      'int64',
    ],
    [
      'an integer bounded at 2³¹ − 1',
      z
        .int()
        .min(-(2 ** 31))
        .max(2 ** 31 - 1),
      'int32',
    ],
    ['a number', z.number().min(0).max(1), 'double'],
    ['a boolean', z.boolean(), 'bool'],
    ['a string', z.string().min(1), 'string'],
    ['a date', z.iso.date(), 'string'],
    ['an enum', z.enum(['low', 'high']), 'string'],
    ['a word', z.literal('only'), 'string'],
  ])('makes %s a scalar', (_what, schema, scalar) => {
    expect(typeOf(schema).type).toEqual({ kind: 'scalar', scalar });
  });

  it('sees through optional, nullable and default, in any order', () => {
    const field = typeOf(z.string().describe('A word.').nullable().default(null).optional());
    expect(field).toMatchObject({
      type: { kind: 'scalar', scalar: 'string' },
      mayBeAbsent: true,
      nullable: true,
      defaultValue: null,
      description: 'A word.',
    });
  });

  it.each([
    ['a union', z.union([z.string(), z.number()]), 'Message.field must be of a kind'],
    ['a transform', z.string().transform(Number), 'Message.field must be of a kind'],
    ['anything', z.any(), 'Message.field must be of a kind'],
    ['a number as an enum', z.literal(3), 'Message.field must be of a kind'],
    ['a list of lists', z.array(z.array(z.string())), 'Message.field[] must be of a kind'],
    ['a list with gaps', z.array(z.string().nullable()), 'Message.field[] must be of a kind'],
    ['a map of lists', z.record(z.string(), z.array(z.string())), 'Message.field{} must be of a kind'],
    ['a map with few keys', z.record(z.enum(['a']), z.string()), 'Message.field{key} must be of a kind'],
  ])('refuses %s, naming the path', (_what, schema, message) => {
    expect(() => typeOf(schema)).toThrow(message);
  });
});
