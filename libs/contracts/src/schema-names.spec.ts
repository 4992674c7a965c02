import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { BookingFeatures } from './customer-analytics/booking-features.js';
import { namesOf, schemaNames } from './schema-names.js';
import { JobView } from './worker/jobs.js';

describe('schemaNames', () => {
  it('names a schema as the package exports it', () => {
    expect(schemaNames().get(BookingFeatures)).toBe('BookingFeatures');
  });

  it('prefers a name of its own to that of an answer', () => {
    expect(schemaNames().get(JobView)).toBe('JobView');
  });
});

describe('namesOf', () => {
  it('takes the first name in alphabetical order, whatever the order of the exports', () => {
    const schema = z.strictObject({});
    for (const exports of [
      { B: schema, A: schema, AResponse: schema },
      { AResponse: schema, A: schema, B: schema },
    ]) {
      expect(namesOf(exports).get(schema)).toBe('A');
    }
  });

  it('passes over what is no object schema', () => {
    expect(namesOf({ text: z.string(), number: 3, nothing: undefined }).size).toBe(0);
  });
});
