import type { RetrainJob } from '@bellwether/contracts';
import type { TrainOptions } from '../commands/train.js';
import type { Session } from '../session.js';
import { followJob } from '../stack/follow-job.js';
import type { Stack } from '../stack/stack.js';

/** Trains a new version of one model as a job of the stack, and waits for it. */
export function trainModel(
  session: Session,
  { api }: Stack,
  name: string,
  { set, source, testShare, cv }: Pick<TrainOptions, 'set' | 'source' | 'testShare' | 'cv'>,
): Promise<RetrainJob> {
  return followJob(
    session,
    `Training ${name}`,
    {
      start: () =>
        api.retrainModel({
          model_name: name,
          async: true,
          ...(set !== undefined && { hyperparameters: set }),
          ...(source !== undefined && { source }),
          ...(testShare !== undefined && { test_share: testShare }),
          ...(cv !== undefined && { cv_folds: cv }),
        }),
      get: (job_id) => api.getRetrainJob({ job_id }),
      cancel: (job_id) => api.cancelRetrainJob({ job_id }),
    },
    ({ model_version, promoted }) => `version ${model_version}${promoted ? ', in production' : ''}`,
  );
}
