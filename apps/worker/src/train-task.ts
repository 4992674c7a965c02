import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrainResult } from '@bellwether/contracts';
import { trainers as customerAnalyticsTrainers } from '@bellwether/customer-analytics-service/training';
import { DomainError } from '@bellwether/errors';
import { trainers as forecastingTrainers } from '@bellwether/forecasting-service/training';
import { requireSetting, type JobContext } from '@bellwether/platform/jobs';
import { parseTrainPayload, runTraining, type Trainer } from '@bellwether/platform/training';

/** Every trainer, by the name that a model's configuration has for it. */
export const TRAINERS: Readonly<Record<string, Trainer>> = { ...customerAnalyticsTrainers, ...forecastingTrainers };

/** The job that trains any model, by the trainer that its configuration names. */
export async function trainTask(payload: unknown, context: JobContext): Promise<TrainResult> {
  const { model_name } = parseTrainPayload(payload);
  const trainer = await trainerOf(requireSetting(context, 'modelsDir'), model_name);
  return runTraining(payload, context, Date.now, trainer);
}

async function trainerOf(modelsDir: string, modelName: string): Promise<Trainer> {
  const unknown = () => new DomainError('NOT_FOUND', `no model named '${modelName.slice(0, 128)}' can be trained here`);
  // The name becomes part of a path.
  if (!/^[a-z0-9][a-z0-9_-]{0,63}$/.test(modelName)) throw unknown();
  const path = join(modelsDir, modelName, 'model.json');
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw (cause as NodeJS.ErrnoException).code === 'ENOENT' ? unknown() : cause;
  });
  const { trainer } = JSON.parse(text) as { trainer?: unknown };
  const found = typeof trainer === 'string' && Object.hasOwn(TRAINERS, trainer) ? TRAINERS[trainer] : undefined;
  if (found !== undefined) return found;
  const names = Object.keys(TRAINERS).join(', ');
  throw new DomainError('INVALID_ARGUMENT', `models/${modelName}/model.json: trainer must be one of ${names}`);
}
