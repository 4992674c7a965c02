import type { TaskLocation } from '@bellwether/platform/jobs';

/** The jobs of this domain by their kind, and where a worker's thread finds them. */
export const trainingTasks: Readonly<Record<'train', TaskLocation>> = {
  train: { module: new URL('./train-task.js', import.meta.url).href, export: 'trainTask' },
};
