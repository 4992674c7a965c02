import { fileURLToPath } from 'node:url';
import type { AnalyticsStore } from '@bellwether/platform/analytics';
import type { JobContext } from '@bellwether/platform/jobs';

export const MODELS_DIR = fileURLToPath(new URL('../../../../../models', import.meta.url));

/** What a worker thread would give a training. */
export function trainingContext(
  analytics: AnalyticsStore,
  registryUrl: string,
  more: Partial<JobContext> = {},
): JobContext {
  return {
    jobId: 'job-1',
    attempt: 1,
    signal: new AbortController().signal,
    analytics,
    settings: { registryUrl, modelsDir: MODELS_DIR },
    progress: () => {},
    restored: () => Promise.resolve(undefined),
    checkpoint: () => Promise.resolve(),
    fanOut: () => Promise.reject(new Error('a training does not fan out')),
    putOnline: () => Promise.reject(new Error('a training puts nothing online')),
    ...more,
  };
}
