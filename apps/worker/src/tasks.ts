import type { TaskLocation } from '@bellwether/platform/jobs';
import { dataTasks } from '@bellwether/worker-service';

/** Every kind of job and where its task is found. */
export const tasks: Readonly<Record<string, TaskLocation>> = {
  ...dataTasks,
  'publish-segments': {
    module: new URL('./publish-segments-task.js', import.meta.url).href,
    export: 'publishSegmentsTask',
  },
  train: { module: new URL('./train-task.js', import.meta.url).href, export: 'trainTask' },
};
