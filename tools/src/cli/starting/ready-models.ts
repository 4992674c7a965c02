import { DomainError } from '@bellwether/errors';
import { SIMULATED_SOURCE } from '@bellwether/datasets';
import type { Session } from '../session.js';
import type { Stack } from '../stack/stack.js';
import { type ModelQuality, qualityOf } from '../training/model-quality.js';
import { gateText } from '../training/quality-text.js';
import { SERIES_MODELS, type TRAINABLE_MODELS } from '../training/trainable-models.js';
import { trainModel } from '../training/train-model.js';
import { firstAnswer, type FirstAnswer } from './first-answer.js';

type ModelName = (typeof TRAINABLE_MODELS)[number];

export interface ReadyModel {
  readonly quality: ModelQuality;
  /** Its first answer; undefined where no version passed the gate. */
  readonly first: { readonly answer: FirstAnswer; /** On the host's clock. */ readonly atMs: number } | undefined;
}

/** Brings one model after the other to its first answer; those without a version in production are trained first. */
export async function readyModels(session: Session, stack: Stack, names: readonly ModelName[]): Promise<ReadyModel[]> {
  const { models } = await stack.api.listModels({});
  const champions = new Map(
    models.filter(({ status }) => status === 'production').map(({ model_name, version }) => [model_name, version]),
  );
  const ready: ReadyModel[] = [];
  for (const name of names) ready.push(await readyModel(session, stack, name, champions.get(name)));
  return ready;
}

async function readyModel(
  session: Session,
  stack: Stack,
  name: ModelName,
  champion: string | undefined,
): Promise<ReadyModel> {
  let version = champion;
  if (version === undefined) {
    const isSeries = SERIES_MODELS.some((series) => series === name);
    const job = await trainModel(session, stack, name, isSeries ? {} : { source: SIMULATED_SOURCE });
    version = job.model_version!;
    if (!job.promoted) {
      session.report.note(gateText(name, version));
      return { quality: await qualityOf(stack, name, version), first: undefined };
    }
  }
  const quality = await qualityOf(stack, name, version);
  try {
    const answer = await firstAnswer(session, stack, name);
    return { quality, first: { answer, atMs: session.host.now() } };
  } catch (error) {
    // A world of long ago has nothing to say of tomorrow; that is no reason for nothing to start.
    if (!(error instanceof DomainError && error.code === 'FAILED_PRECONDITION')) throw error;
    session.report.note(`${name}: ${error.message}`);
    return { quality, first: undefined };
  }
}
