import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { operations } from '../operations.js';
import { fromWire } from './from-wire.js';
import { differsOnWire, toWire } from './to-wire.js';
import { wireFields } from './wire-type.js';

const Answer = z.strictObject({ models: z.record(z.string(), z.array(z.number())), count: z.int().min(0).max(9) });

describe('lists of numbers in a map', () => {
  it('travel in messages of their own, and come back', () => {
    const answer = { models: { prophet: [1, 2.5], naive: [] }, count: 2 };
    expect(differsOnWire(Answer)).toBe(true);
    const message = toWire(Answer, answer);
    expect(message).toEqual({ models: { prophet: { numbers: [1, 2.5] }, naive: { numbers: [] } }, count: 2 });
    // Proto3 leaves an empty list out.
    expect(fromWire(Answer, { models: { prophet: { numbers: [1, 2.5] }, naive: {} }, count: 2 })).toEqual(answer);
  });

  it('are the same object on both ways of every other answer', () => {
    expect(differsOnWire(z.strictObject({ shares: z.record(z.string(), z.number()) }))).toBe(false);
    const differing = Object.values(operations).filter(({ response }) => differsOnWire(response));
    expect(differing.map(({ method }) => method)).toEqual(['ForecastDemand']);
  });

  it('stand in answers only, and at the top of them', () => {
    const has = (schema: z.ZodObject): boolean =>
      wireFields(schema, 'message').some(
        ({ type }) =>
          (type.kind === 'map' && type.of.kind === 'numbers') ||
          (type.kind === 'message' && has(type.schema)) ||
          ((type.kind === 'list' || type.kind === 'map') && type.of.kind === 'message' && has(type.of.schema)),
      );
    for (const { request, response } of Object.values(operations)) {
      expect(has(request)).toBe(false);
      if (has(response)) expect(differsOnWire(response)).toBe(true);
    }
  });
});
