import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@bellwether/errors';
import fc from 'fast-check';
import { EXPERIMENT_SEARCH, MODEL_VERSION_SEARCH, RUN_SEARCH } from './dialect.js';
import { DATASET_FIELDS, NUMERIC_COMPARATORS, printFilter, STRING_COMPARATORS, type Comparison } from './filter.js';
import { MAX_COMPARISONS, MAX_LIST_VALUES, parseFilter } from './parse-filter.js';
import { MAX_SEARCH_TEXT } from './tokenize.js';

const parseRuns = (text: string) => parseFilter(text, RUN_SEARCH);

describe('parseFilter', () => {
  it("reads the examples of MLflow's documentation", () => {
    expect(parseRuns("metrics.loss < 0.5 and params.lr = '0.1' and tags.team = 'growth'")).toEqual([
      { entity: 'metric', key: 'loss', comparator: '<', value: 0.5 },
      { entity: 'param', key: 'lr', comparator: '=', value: '0.1' },
      { entity: 'tag', key: 'team', comparator: '=', value: 'growth' },
    ]);
    expect(parseRuns('metrics.`model class 10` > -1e-3')).toEqual([
      { entity: 'metric', key: 'model class 10', comparator: '>', value: -0.001 },
    ]);
    expect(parseRuns(`params."model.type" LIKE 'Gradient%' AND tags.mlflow.user ILIKE "%ada%"`)).toEqual([
      { entity: 'param', key: 'model.type', comparator: 'LIKE', value: 'Gradient%' },
      { entity: 'tag', key: 'mlflow.user', comparator: 'ILIKE', value: '%ada%' },
    ]);
    expect(
      parseRuns("attributes.status = 'FINISHED' AND created >= 1664067852747 AND run_id not in ('a','b')"),
    ).toEqual([
      { entity: 'attribute', type: 'string', key: 'status', comparator: '=', value: 'FINISHED' },
      { entity: 'attribute', type: 'number', key: 'start_time', comparator: '>=', value: 1664067852747 },
      { entity: 'attribute', type: 'list', key: 'run_id', comparator: 'NOT IN', values: ['a', 'b'] },
    ]);
    expect(parseFilter("run_id='0123abc'", MODEL_VERSION_SEARCH)).toEqual([
      { entity: 'attribute', type: 'string', key: 'run_id', comparator: '=', value: '0123abc' },
    ]);
  });

  it('holds for everything when empty', () => {
    expect(parseRuns('')).toEqual([]);
    expect(parseRuns('  \n')).toEqual([]);
    expect(parseFilter(undefined, RUN_SEARCH)).toEqual([]);
  });

  it.each([
    ['an OR', "tags.a = 'x' or tags.b = 'y'"],
    ['a dangling AND', "tags.a = 'x' and"],
    ['a metric compared with a string', "metrics.loss < '0.5'"],
    ['a parameter compared with a number', 'params.lr = 0.1'],
    ['a parameter in order', "params.lr > '0.1'"],
    ['LIKE on a number', "metrics.loss LIKE '0.5'"],
    ['an unquoted string', 'tags.a = x'],
    ['an open quote', "tags.a = 'x"],
    ['an unknown entity', "model.a = 'x'"],
    ['an unknown attribute', "attributes.nope = 'x'"],
    ['a name from the prototype of objects', "attributes.constructor = 'x'"],
    ['an entity from the prototype of objects', "constructor.a = 'x'"],
    ['an empty key', "tags.'' = 'x'"],
    ['an empty list', 'run_id IN ()'],
    ['a list without end', "run_id IN ('a'"],
    ['a list of a tag', "tags.a IN ('x')"],
    ['a malformed number', 'metrics.a > 1.2.3'],
    ['an overflowing number', 'metrics.a > 1e999'],
    ['NaN', 'metrics.a > NaN'],
    ['a comment', "tags.a = 'x' -- and"],
    ['a second statement', "tags.a = 'x'; drop table run"],
    ['more wildcards than a search needs', "tags.a LIKE '%a%a%a%a%a%a%a%a%'"],
    [
      'too many comparisons',
      Array(MAX_COMPARISONS + 1)
        .fill("tags.a = 'x'")
        .join(' and '),
    ],
    [
      'too long a list',
      `run_id IN (${Array(MAX_LIST_VALUES + 1)
        .fill("'a'")
        .join()})`,
    ],
    ['too long a text', ' '.repeat(MAX_SEARCH_TEXT + 1)],
  ])('refuses %s', (_what, text) => {
    expect(() => parseRuns(text)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  });

  it('knows no metrics where there are none', () => {
    expect(() => parseFilter('metrics.loss < 1', EXPERIMENT_SEARCH)).toThrow(/Invalid entity type 'metrics'/);
  });

  it('answers a filter or a DomainError for any text', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        "'",
        '"',
        '`',
        '.',
        '(',
        ')',
        ',',
        '<',
        '=',
        ' and ',
        ' in ',
        ' not ',
        ' like ',
        'metrics.',
        "tags.a='x'",
      ),
      fc.double().map(String),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        try {
          parseRuns(pieces.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(DomainError);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('reads back every filter that it prints', () => {
    const key = fc.string({ minLength: 1, unit: 'binary' });
    const text = fc.string({ unit: 'binary' }).map((value) => value.replaceAll('%', ''));
    const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
    const comparison: fc.Arbitrary<Comparison> = fc.oneof(
      fc.record({
        entity: fc.constant('metric' as const),
        key,
        comparator: fc.constantFrom(...NUMERIC_COMPARATORS),
        value: number,
      }),
      fc.record({
        entity: fc.constantFrom('param' as const, 'tag' as const),
        key,
        comparator: fc.constantFrom(...STRING_COMPARATORS),
        value: text,
      }),
      fc.record({
        entity: fc.constant('attribute' as const),
        type: fc.constant('number' as const),
        key: fc.constantFrom('start_time', 'end_time'),
        comparator: fc.constantFrom(...NUMERIC_COMPARATORS),
        value: number,
      }),
      fc.record({
        entity: fc.constant('attribute' as const),
        type: fc.constant('list' as const),
        key: fc.constant('run_id'),
        comparator: fc.constantFrom('IN' as const, 'NOT IN' as const),
        values: fc.array(text, { minLength: 1, maxLength: 5 }),
      }),
      fc.record({
        entity: fc.constant('dataset' as const),
        key: fc.constantFrom(...DATASET_FIELDS),
        comparator: fc.constantFrom(...STRING_COMPARATORS),
        value: text,
      }),
      fc.record({
        entity: fc.constant('dataset' as const),
        key: fc.constantFrom(...DATASET_FIELDS),
        comparator: fc.constantFrom('IN' as const, 'NOT IN' as const),
        values: fc.array(text, { minLength: 1, maxLength: 5 }),
      }),
    );
    fc.assert(
      fc.property(fc.array(comparison, { maxLength: 6 }), (filter) => {
        expect(parseRuns(printFilter(filter))).toEqual(filter);
      }),
    );
  });

  it('reads the longest text of quotes in linear time', () => {
    const started = performance.now();
    expect(() => parseRuns(`tags.a = '${"'".repeat(MAX_SEARCH_TEXT - 20)}`)).toThrow(DomainError);
    expect(performance.now() - started).toBeLessThan(500);
  });
});
