import { describe, expect, it } from '@jest/globals';
import { compareRuns, relativeChange } from './comparison.js';

const run = (params: Record<string, string>, metrics: Record<string, number>) => ({
  info: {
    run_id: 'r',
    experiment_id: '1',
    status: 'FINISHED' as const,
    artifact_uri: '',
    lifecycle_stage: 'active' as const,
  },
  data: {
    params: Object.entries(params).map(([key, value]) => ({ key, value })),
    metrics: Object.entries(metrics).map(([key, value]) => ({ key, value, timestamp: 0, step: 0 })),
    tags: [],
  },
  inputs: { dataset_inputs: [], model_inputs: [] },
  outputs: { model_outputs: [] },
});

describe('runs compared', () => {
  it('have every name once, in order, with a gap where a run has nothing', () => {
    const { params, metrics } = compareRuns([run({ b: '1', a: 'x' }, { auc: 0.8 }), run({ b: '1' }, { loss: 0.2 })]);
    expect(params).toEqual([
      { name: 'a', values: ['x', undefined], isDifferent: true },
      { name: 'b', values: ['1', '1'], isDifferent: false },
    ]);
    expect(metrics.map(({ name, values }) => [name, ...values])).toEqual([
      ['auc', 0.8, undefined],
      ['loss', undefined, 0.2],
    ]);
  });

  it('do not differ in a NaN that all of them have', () => {
    const { metrics } = compareRuns([run({}, { auc: NaN }), run({}, { auc: NaN })]);
    expect(metrics[0]!.isDifferent).toBe(false);
  });
});

it.each([
  [1.1, 1, 0.1],
  [-1, -2, 0.5],
  [1, 0, undefined],
  [1, 1, undefined],
  [undefined, 1, undefined],
  [NaN, 1, undefined],
])('%p against %p is a change of %p', (value, base, change) => {
  const found = relativeChange(value, base);
  if (change === undefined) expect(found).toBeUndefined();
  else expect(found).toBeCloseTo(change, 12);
});
