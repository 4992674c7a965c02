import { describe, expect, it } from '@jest/globals';
import { DomainError } from './domain-error.js';

describe('DomainError', () => {
  it('carries its code, the fields at fault and the cause', () => {
    const cause = new Error('disk full');
    const error = new DomainError('INVALID_ARGUMENT', 'top_k must be in 1–100, got 0', {
      cause,
      fields: [{ path: 'top_k', message: 'must be in 1–100' }],
    });
    expect(error).toBeInstanceOf(Error);
    expect([error.code, error.message, error.cause, error.fields]).toEqual([
      'INVALID_ARGUMENT',
      'top_k must be in 1–100, got 0',
      cause,
      [{ path: 'top_k', message: 'must be in 1–100' }],
    ]);
  });

  it('has no cause of its own making', () => {
    expect('cause' in new DomainError('NOT_FOUND', 'no such model')).toBe(false);
  });
});
