import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readModelFile, resolveHyperparameters, type HyperparameterRange } from '@bellwether/platform/training';
import { SeriesConfig } from './daily-series/series-config.js';
import { ChainConfig } from './hotel-chain/chain-config.js';
import { trainers } from './trainers.js';

const MODELS_DIR = fileURLToPath(new URL('../../../../../models', import.meta.url));
const SCHEMAS = { hotel_chain: ChainConfig, daily_series: SeriesConfig };

type Ranges = Readonly<Record<string, HyperparameterRange>>;

const trainerOf = (name: string): string =>
  (JSON.parse(readFileSync(join(MODELS_DIR, name, 'model.json'), 'utf8')) as { trainer: string }).trainer;
const NAMES = readdirSync(MODELS_DIR).filter((name) => Object.hasOwn(trainers, trainerOf(name)));

describe.each(NAMES)('models/%s', (name) => {
  const schema = SCHEMAS[trainerOf(name) as keyof typeof SCHEMAS];

  it('has a configuration that parses, named as its folder', async () => {
    expect(await readModelFile(MODELS_DIR, name, schema)).toMatchObject({ name });
  });

  it('has defaults within their own ranges', async () => {
    const hyperparameters: Ranges = (await readModelFile(MODELS_DIR, name, schema)).hyperparameters;
    const defaults = Object.entries(hyperparameters).map(([key, range]) => [key, range.default] as const);
    expect(() => resolveHyperparameters(hyperparameters, Object.fromEntries(defaults))).not.toThrow();
  });

  it('names what a job may not set', async () => {
    const hyperparameters: Ranges = (await readModelFile(MODELS_DIR, name, schema)).hyperparameters;
    expect(() => resolveHyperparameters(hyperparameters, { surprise: 1 })).toThrow(
      'hyperparameters.surprise is none of',
    );
  });
});

it('every trainer has a model', () => {
  expect([...new Set(NAMES.map(trainerOf))].sort()).toEqual(Object.keys(trainers).sort());
});
