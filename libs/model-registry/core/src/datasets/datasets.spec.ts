import { describe, expect, it } from '@jest/globals';
import { checkExperimentCount, checkRunCount } from './counts.js';
import { checkDatasetInputs, checkMeasured } from './dataset.js';

const dataset = { name: 'n', digest: 'd', source_type: 's', source: 's' };
const refused = expect.objectContaining({ code: 'INVALID_ARGUMENT' });

describe('checkDatasetInputs', () => {
  it('takes what MLflow takes, to the last character', () => {
    const longest = {
      name: 'x'.repeat(500),
      digest: 'x'.repeat(36),
      source_type: 's',
      source: 'x'.repeat(65_535),
      schema: 'x'.repeat(1_048_575),
    };
    const tags = [{ key: 'x'.repeat(255), value: 'x'.repeat(500) }];
    expect(() => checkDatasetInputs([{ dataset: longest, tags }])).not.toThrow();
  });

  it.each([
    { name: 'x'.repeat(501) },
    { digest: 'x'.repeat(37) },
    { source_type: 'x'.repeat(501) },
    { source: 'x'.repeat(65_536) },
    { schema: 'x'.repeat(1_048_576) },
  ])('refuses one character more', (more) => {
    expect(() => checkDatasetInputs([{ dataset: { ...dataset, ...more }, tags: [] }])).toThrow(refused);
  });

  it('bounds tags and datasets', () => {
    const tagged = (key: string, value: string) => [{ dataset, tags: [{ key, value }] }];
    expect(() => checkDatasetInputs(tagged('x'.repeat(256), ''))).toThrow(refused);
    expect(() => checkDatasetInputs(tagged('x', 'x'.repeat(501)))).toThrow(refused);
    expect(() => checkDatasetInputs(Array.from({ length: 1_001 }, () => ({ dataset, tags: [] })))).toThrow(refused);
  });
});

describe('checkMeasured', () => {
  it('bounds what a metric says of its data', () => {
    expect(() => checkMeasured({})).not.toThrow();
    expect(() => checkMeasured({ dataset_name: 'x'.repeat(501) })).toThrow(refused);
    expect(() => checkMeasured({ dataset_name: 'x', dataset_digest: 'x'.repeat(37) })).toThrow(refused);
  });
});

describe('counts', () => {
  it('are at least one and bounded', () => {
    expect(() => checkExperimentCount('C', 20)).not.toThrow();
    expect(() => checkRunCount('C', 'must specify at most', 100)).not.toThrow();
    for (const count of [0, 21]) expect(() => checkExperimentCount('C', count)).toThrow(refused);
    for (const count of [0, 101]) expect(() => checkRunCount('C', 'must specify at most', count)).toThrow(refused);
  });
});
