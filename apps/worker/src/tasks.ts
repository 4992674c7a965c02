import { trainingTasks } from '@bellwether/customer-analytics-service/training';
import type { TaskLocation } from '@bellwether/platform/jobs';
import { dataTasks } from '@bellwether/worker-service';

/** Every kind of job and where its task is found. */
export const tasks: Readonly<Record<string, TaskLocation>> = { ...dataTasks, ...trainingTasks };
