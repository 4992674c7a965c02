import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkExperimentId, checkExperimentName, checkRunId } from './identifiers.js';
import { checkKey, checkParam, checkTag } from './keys.js';
import { checkBatchBytes, checkBatchSize } from './limits.js';
import { checkMetric, compareMetrics, latestByKey, writeDouble, type Metric } from './metric.js';
import { newParams } from './params.js';
import { nameOfNewRun } from './run-name.js';

const metric = fc.record({
  key: fc.constantFrom('a', 'b'),
  value: fc.double(),
  timestamp: fc.integer({ min: 0, max: 5 }),
  step: fc.integer({ min: -2, max: 2 }),
});

describe('the latest metric', () => {
  it('is of the highest step, then time, then value', () => {
    const at = (step: number, timestamp: number, value: number): Metric => ({ key: 'loss', step, timestamp, value });
    expect(latestByKey([at(1, 9, 5), at(2, 1, 4), at(2, 3, 1), at(2, 3, 2), at(0, 99, 9)])).toEqual([at(2, 3, 2)]);
    expect(latestByKey([at(0, 0, NaN), at(0, 0, Infinity)])[0]!.value).toBeNaN();
  });

  it('does not depend on the order of arrival', () => {
    fc.assert(
      fc.property(fc.array(metric), (metrics) => {
        const byKey = (list: Metric[]) => [...latestByKey(list)].sort((x, y) => (x.key < y.key ? -1 : 1));
        expect(byKey([...metrics].reverse())).toEqual(byKey(metrics));
      }),
    );
  });

  it('is none lower than any other by compareMetrics, a total order', () => {
    fc.assert(
      fc.property(metric, metric, metric, (a, b, c) => {
        expect(Math.sign(compareMetrics(a, b))).toBe(-Math.sign(compareMetrics(b, a)) + 0);
        if (compareMetrics(a, b) <= 0 && compareMetrics(b, c) <= 0) expect(compareMetrics(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });
});

describe('writeDouble', () => {
  it('writes what JSON cannot carry as protobuf does', () => {
    expect([NaN, Infinity, -Infinity, 1.5].map(writeDouble)).toEqual(['NaN', 'Infinity', '-Infinity', 1.5]);
  });
});

describe('parameters', () => {
  it('are written once; the same value again changes nothing', () => {
    const stored = new Map([['lr', '0.1']]);
    expect(
      newParams(
        [
          { key: 'lr', value: '0.1' },
          { key: 'depth', value: '7' },
          { key: 'depth', value: '7' },
        ],
        stored,
      ),
    ).toEqual([{ key: 'depth', value: '7' }]);
    expect(() => newParams([{ key: 'lr', value: '0.2' }], stored)).toThrow(
      /Changing param values is not allowed.*'lr'/,
    );
    expect(() =>
      newParams(
        [
          { key: 'a', value: '1' },
          { key: 'a', value: '2' },
        ],
        new Map(),
      ),
    ).toThrow(/key='a'/);
  });
});

describe('limits', () => {
  it('let through what is at the limit and nothing above', () => {
    checkBatchSize({ metrics: 800, params: 100, tags: 100 });
    expect(() => checkBatchSize({ metrics: 1_001, params: 0, tags: 0 })).toThrow(/at most 1000 metrics. Got 1001/);
    expect(() => checkBatchSize({ metrics: 0, params: 101, tags: 0 })).toThrow(/at most 100 params/);
    expect(() => checkBatchSize({ metrics: 0, params: 0, tags: 101 })).toThrow(/at most 100 tags/);
    expect(() => checkBatchSize({ metrics: 900, params: 100, tags: 1 })).toThrow(/1000 metrics, params, and tags/);
    checkBatchBytes(1_000_000);
    expect(() => checkBatchBytes(1_000_001)).toThrow(/at most 1000000 bytes/);
    checkParam('k'.repeat(250), 'v'.repeat(6_000));
    expect(() => checkParam('k', 'v'.repeat(6_001))).toThrow(/exceeded length limit of 6000/);
    expect(() => checkTag('k'.repeat(251), '')).toThrow(/exceeded length limit of 250/);
    expect(() => checkTag('k', 'v'.repeat(5_001))).toThrow(/exceeded length limit of 5000/);
    checkExperimentName('e'.repeat(500));
    expect(() => checkExperimentName('e'.repeat(501))).toThrow(/maximum length of 500/);
  });
});

describe('names', () => {
  it('allow what MLflow allows in a key', () => {
    for (const key of ['loss', 'val/loss', 'a b-c_d.e', 'Größe', 'độ chính xác', 'mlflow.log-model.history'])
      checkKey('metric', key);
  });

  it.each(['', 'a:b', 'a\nb', '../a', 'a//b', '/a', 'a/', './a', '.', '..', 'a\u0000'])('refuse the key %j', (key) => {
    expect(() => checkKey('tag', key)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  });

  it('of runs and experiments are what the store can hold', () => {
    checkRunId('0123456789abcdef0123456789abcdef');
    checkExperimentId('0');
    for (const id of ['', '-1', '1.5', '99999999999999999999', "1' or '1'='1"])
      expect(() => checkExperimentId(id)).toThrow();
    for (const id of ['', '../x', 'a b', '_x']) expect(() => checkRunId(id)).toThrow(/Invalid run ID/);
    for (const name of ['', '  ', 'a\u0000'])
      expect(() => checkExperimentName(name)).toThrow(/Invalid experiment name/);
  });

  it('of runs come from the argument or the tag, which must agree', () => {
    expect(nameOfNewRun('abcdef0123', 'one', undefined)).toBe('one');
    expect(nameOfNewRun('abcdef0123', undefined, 'two')).toBe('two');
    expect(nameOfNewRun('abcdef0123', '', undefined)).toBe('run-abcdef01');
    expect(() => nameOfNewRun('a', 'one', 'two')).toThrow(/different values/);
  });
});

describe('checkMetric', () => {
  it('wants whole, safe times and steps', () => {
    checkMetric({ key: 'a', value: NaN, timestamp: 0, step: -1 });
    expect(() => checkMetric({ key: 'a', value: 1, timestamp: -1, step: 0 })).toThrow(/invalid timestamp -1/);
    expect(() => checkMetric({ key: 'a', value: 1, timestamp: 0, step: 0.5 })).toThrow(/invalid step 0.5/);
  });
});
