import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@bellwether/errors';
import { failureOf } from './failure.js';

describe('a call that failed', () => {
  it('is told with what the server said of it', () => {
    expect(failureOf(new DomainError('NOT_FOUND', 'no model x'))).toEqual({
      code: 'NOT_FOUND',
      title: 'There is no such thing',
      detail: 'no model x',
      passesInMs: undefined,
    });
  });

  it.each([
    [undefined, 3_000],
    [7, 7_000],
    [0, 1_000],
    [86_400, 30_000],
  ])('is tried again where it may pass: after %p s told, in %p ms', (retryAfterSeconds, passesInMs) => {
    const error = new DomainError('UNAVAILABLE', 'away', retryAfterSeconds === undefined ? {} : { retryAfterSeconds });
    expect(failureOf(error).passesInMs).toBe(passesInMs);
  });

  it('is INTERNAL where it is a bug', () => {
    expect(failureOf(new TypeError('x is undefined'))).toMatchObject({ code: 'INTERNAL', detail: 'x is undefined' });
  });
});
