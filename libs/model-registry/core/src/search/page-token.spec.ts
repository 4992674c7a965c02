import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@bellwether/errors';
import fc from 'fast-check';
import { MAX_PAGE_OFFSET, readPageToken, writePageToken } from './page-token.js';

describe('page tokens', () => {
  it('come back as the offset they were written for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MAX_PAGE_OFFSET }), fc.string(), (offset, query) => {
        expect(readPageToken(writePageToken(offset, query), query)).toBe(offset);
      }),
    );
  });

  it('start at the first row when absent', () => {
    expect([readPageToken(undefined, 'q'), readPageToken('', 'q')]).toEqual([0, 0]);
  });

  it('belong to their query', () => {
    expect(() => readPageToken(writePageToken(10, 'one'), 'other')).toThrow(/does not belong to this query/);
  });

  it('are refused when made up', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (token) => {
        expect(() => readPageToken(token, 'q')).toThrow(DomainError);
      }),
    );
    expect(() => readPageToken(writePageToken(MAX_PAGE_OFFSET + 1, 'q'), 'q')).toThrow(DomainError);
  });
});
