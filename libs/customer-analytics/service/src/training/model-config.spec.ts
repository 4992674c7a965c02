import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { DESCRIBED_FEATURES } from '@bellwether/customer-analytics-core';
import { FEATURE_VIEWS } from '@bellwether/feature-engineering';
import { parseModelConfig, readModelConfig, resolveHyperparameters } from './model-config.js';
import { trainers } from './trainers.js';

const MODELS_DIR = fileURLToPath(new URL('../../../../../models', import.meta.url));

/** Those of this domain's trainer: the others are tested where theirs is. */
const NAMES = readdirSync(MODELS_DIR).filter((name) => {
  const { trainer } = JSON.parse(readFileSync(join(MODELS_DIR, name, 'model.json'), 'utf8')) as { trainer: string };
  return Object.hasOwn(trainers, trainer);
});

describe.each(NAMES)('models/%s', (name) => {
  it('has a configuration that parses, named as its folder', async () => {
    expect((await readModelConfig(MODELS_DIR, name)).name).toBe(name);
  });

  it('has defaults within their own ranges', async () => {
    const config = await readModelConfig(MODELS_DIR, name);
    const defaults = Object.entries(config.hyperparameters).map(([key, range]) => [key, range.default] as const);
    expect(resolveHyperparameters(config, Object.fromEntries(defaults))).toEqual(resolveHyperparameters(config));
  });

  it('has a sentence for every feature of its view', async () => {
    const { view } = await readModelConfig(MODELS_DIR, name);
    expect(FEATURE_VIEWS[view]!.features.filter((feature) => !DESCRIBED_FEATURES.includes(feature))).toEqual([]);
  });
});

describe('a model configuration', () => {
  it('is refused with the path of what is wrong', async () => {
    const config = await readModelConfig(MODELS_DIR, 'churn_predictor');
    const broken = { ...config, view: 'moon', test_share: 2, surprise: 1 };
    expect(() => parseModelConfig(JSON.stringify(broken), 'churn_predictor')).toThrow(
      /view: .*test_share: .*[Uu]nrecognized key/s,
    );
    expect(() => parseModelConfig('{', 'churn_predictor')).toThrow(/is not JSON/);
  });

  it.each(['', '..', 'a/b', 'no_such_model', '%2e%2e'])('of %j is not found', async (name) => {
    await expect(readModelConfig(MODELS_DIR, name)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
