import type { TrainResult } from '@bellwether/contracts';
import { trainers as customerAnalyticsTrainers } from '@bellwether/customer-analytics-service/training';
import { trainers as forecastingTrainers } from '@bellwether/forecasting-service/training';
import { requireSetting, type JobContext } from '@bellwether/platform/jobs';
import { parseTrainPayload, readModelFile, runTraining, type Trainer } from '@bellwether/platform/training';
import { z } from 'zod';

/** Every trainer, by the name that a model's configuration has for it. */
export const TRAINERS: Readonly<Record<string, Trainer>> = { ...customerAnalyticsTrainers, ...forecastingTrainers };

/** The job that trains any model, by the trainer that its configuration names. */
export async function trainTask(payload: unknown, context: JobContext): Promise<TrainResult> {
  const { model_name } = parseTrainPayload(payload);
  const trainer = await trainerOf(requireSetting(context, 'modelsDir'), model_name);
  return runTraining(payload, context, Date.now, trainer);
}

const TrainedBy = z.looseObject({ trainer: z.enum(Object.keys(TRAINERS) as [string, ...string[]]) });

/** @throws NOT_FOUND for a model without a configuration, INVALID_ARGUMENT for one whose trainer there is not. */
async function trainerOf(modelsDir: string, modelName: string): Promise<Trainer> {
  const { trainer } = await readModelFile(modelsDir, modelName, TrainedBy);
  return TRAINERS[trainer]!;
}
