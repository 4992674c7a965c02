import { SIMULATED_SOURCE } from '@bellwether/datasets';
import type { RiskAnswer } from '../predicting/predict-risk.js';
import type { Session } from '../session.js';
import type { Stack } from '../stack/stack.js';
import { type ModelQuality, qualityOf } from '../training/model-quality.js';
import { TRAINABLE_MODELS } from '../training/trainable-models.js';
import { trainModel } from '../training/train-model.js';
import { firstAnswer } from './first-answer.js';

/** A model that answers. */
export interface ReadyModel {
  readonly quality: ModelQuality;
  readonly answer: RiskAnswer;
  /** When it answered first, on the host's clock, in milliseconds. */
  readonly answeredAt: number;
}

/** Brings one model after the other to its first answer; those without a version in production are trained first. */
export async function readyModels(session: Session, stack: Stack): Promise<ReadyModel[]> {
  const { models } = await stack.api.listModels({});
  const champions = new Map(
    models.filter(({ status }) => status === 'production').map(({ model_name, version }) => [model_name, version]),
  );
  const ready: ReadyModel[] = [];
  for (const name of TRAINABLE_MODELS) {
    const version =
      champions.get(name) ?? (await trainModel(session, stack, name, { source: SIMULATED_SOURCE })).model_version;
    const answer = await firstAnswer(session, stack, name);
    ready.push({ quality: await qualityOf(stack, name, version!), answer, answeredAt: session.host.now() });
  }
  return ready;
}
