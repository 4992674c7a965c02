import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@bellwether/errors';
import fc from 'fast-check';
import { MODEL_VERSION_SEARCH, RUN_SEARCH } from './dialect.js';
import { parseOrderBy } from './parse-order-by.js';

describe('parseOrderBy', () => {
  it('reads keys of every entity, ascending unless it says otherwise', () => {
    expect(parseOrderBy(['metrics.auc DESC', 'params."a b"', 'start_time asc'], RUN_SEARCH)).toEqual([
      { entity: 'metric', key: 'auc', ascending: false },
      { entity: 'param', key: 'a b', ascending: true },
      { entity: 'attribute', key: 'start_time', ascending: true },
    ]);
    expect(parseOrderBy(['version_number DESC'], MODEL_VERSION_SEARCH)).toEqual([
      { entity: 'attribute', key: 'version_number', ascending: false },
    ]);
    expect(parseOrderBy(undefined, RUN_SEARCH)).toEqual([]);
  });

  it.each(['', 'metrics.auc sideways', 'metrics.auc DESC NULLS', 'nope', 'metrics.auc, params.a', '0.5'])(
    'refuses %j',
    (clause) => {
      expect(() => parseOrderBy([clause], RUN_SEARCH)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
    },
  );

  it('refuses more clauses than anyone sorts by', () => {
    expect(() => parseOrderBy(Array(11).fill('start_time'), RUN_SEARCH)).toThrow(/at most 10 clauses/);
  });

  it('answers clauses or a DomainError for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (clause) => {
        try {
          parseOrderBy([clause], RUN_SEARCH);
        } catch (error) {
          expect(error).toBeInstanceOf(DomainError);
        }
      }),
    );
  });
});
