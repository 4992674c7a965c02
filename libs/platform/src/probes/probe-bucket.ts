import { openArtifactStore } from '../artifacts/index.js';
import type { Probe } from './probe.js';

/** Whether the bucket is there and may be read. */
export const probeBucket: Probe = async (url) => {
  const store = await openArtifactStore(url.href);
  const began = performance.now();
  await store.check();
  return { engine: 'S3', latencyMs: performance.now() - began, faults: [] };
};
