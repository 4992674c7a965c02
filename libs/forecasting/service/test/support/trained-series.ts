import { fileURLToPath } from 'node:url';
import { TrainPayload } from '@bellwether/contracts';
import type { AnalyticsStore } from '@bellwether/platform/analytics';
import { openBundle, type RegistryModelSource } from '@bellwether/platform/model-runtime';
import type { TrainedModel, TrainerContext } from '@bellwether/platform/training';
import { prepareDailySeries } from '../../src/series/prepare-daily-series.js';
import type { DailySeriesModel } from '../../src/series/daily-series-model.js';
import { trainDailySeries } from '../../src/training/daily-series/index.js';

export const MODELS_DIR = fileURLToPath(new URL('../../../../../models', import.meta.url));

export interface Training {
  readonly more?: object;
  readonly champion?: string;
  readonly onProgress?: (share: number) => void;
}

/** Trains one of the models of daily series as a job would; what goes to a registry stays here. */
export function trainedOn(
  analytics: AnalyticsStore,
  model_name: string,
  { more = {}, champion, onProgress }: Training = {},
): Promise<TrainedModel> {
  const payload = TrainPayload.parse({ model_name, run_id: 'run1', ...more });
  const context: TrainerContext = {
    jobId: 'job-1',
    attempt: 1,
    signal: new AbortController().signal,
    analytics,
    settings: { modelsDir: MODELS_DIR },
    progress: (share) => onProgress?.(share),
    restored: () => Promise.resolve(undefined),
    checkpoint: () => Promise.resolve(),
    fanOut: () => Promise.reject(new Error('a training does not fan out')),
    putOnline: () => Promise.reject(new Error('a training puts nothing online')),
    source: {
      champion: () => Promise.resolve(champion === undefined ? undefined : { version: champion, source: 'elsewhere' }),
    } as unknown as RegistryModelSource,
  };
  return trainDailySeries(payload, context);
}

/** The model of a bundle, as a replica makes it. */
export async function servedOf({ bundle }: TrainedModel): Promise<DailySeriesModel> {
  const { model } = await prepareDailySeries(openBundle(bundle.files, bundle.manifestDigest));
  return model;
}
