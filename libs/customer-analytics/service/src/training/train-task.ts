import type { TrainPayload, TrainResult } from '@bellwether/contracts';
import {
  assembleTrainingTable,
  createBookingTables,
  dayOf,
  FEATURE_VIEWS,
  labelsOf,
  SECONDS_PER_DAY,
  type TrainingTable,
} from '@bellwether/feature-engineering';
import { treeCount } from '@bellwether/model-kernel/trees';
import { requireSetting, type JobContext } from '@bellwether/platform/jobs';
import { codeVersionIn, runTraining, type TrainedModel, type TrainerContext } from '@bellwether/platform/training';
import { bundleFiles } from './bundle-files.js';
import { crossValidatedAuc } from './cross-validate.js';
import { evaluateRows } from './evaluate-rows.js';
import { gateEvidence } from './gate-evidence.js';
import { fitBookingModel, predictRows } from './fit-booking-model.js';
import { readModelConfig, resolveHyperparameters, type ModelConfig } from './model-config.js';
import { oracleMetrics } from './oracle.js';
import { scoreChampion, type ChampionScore } from './score-champion.js';
import { cutoffForShare, splitAt } from './time-split.js';
import { trainingProtocol } from './training-protocol.js';

/** The job that trains a model of bookings. */
export function trainTask(payload: unknown, context: JobContext, clock: () => number = Date.now): Promise<TrainResult> {
  return runTraining(payload, context, clock, trainBookings);
}

/** Trains a model of bookings: assemble, split by time, fit, measure beside the champion. */
export async function trainBookings(asked: TrainPayload, context: TrainerContext): Promise<TrainedModel> {
  const { signal, source } = context;
  const config = await readModelConfig(requireSetting(context, 'modelsDir'), asked.model_name);
  const hyperparameters = resolveHyperparameters(config, asked.hyperparameters);
  context.progress(0.01, 'joining features as of each decision');
  const { table, hasLandmarks } = await assemble(context, config, asked);
  const split = splitAt(table, cutoffForShare(table, asked.test_share ?? config.test_share));

  const model = await fitBookingModel(table, split.training, {
    config,
    hyperparameters,
    cutoff: split.cutoff,
    signal,
    onProgress: (share, message) => context.progress(0.1 + 0.65 * share, message),
  });

  context.progress(0.76, 'measuring on the test period');
  const probabilities = predictRows(table, model, split.test);
  const champion = await scoreChampion(source, config, table, split.test);
  const metrics = {
    ...evaluateRows(labelsOf(table, split.test), probabilities, config.profit, model.conformal),
    ...(await oracleMetrics(context.analytics, table, split.test, probabilities)),
    ...(asked.cv === undefined
      ? {}
      : crossValidatedAuc(table, asked.cv, hyperparameters, treeCount(model.ensemble), (fold) =>
          context.progress(0.77 + (0.15 * fold) / asked.cv!, `cross-validation, period ${fold} of ${asked.cv}`),
        )),
    trees: treeCount(model.ensemble),
    training_rows: split.training.length,
  };
  const bundle = bundleFiles({
    config,
    hyperparameters,
    table,
    split,
    model,
    metrics,
    protocol: trainingProtocol(table, split, model, hyperparameters, hasLandmarks),
    codeVersion: await codeVersionIn(new URL('../../package.json', import.meta.url)),
  });
  return {
    bundle,
    params: { ...hyperparameters, source: table.source, view: config.view },
    metrics,
    // The champion's score is no property of this model: it goes to the run, not into the bundle.
    runMetrics: championAuc(champion),
    evidence: (rules) => gateEvidence({ table, split, model, probabilities, metrics, champion, bundle }, rules),
  };
}

function championAuc(champion: ChampionScore): Record<string, number> {
  const auc = champion.kind === 'scored' ? champion.metrics['auc'] : undefined;
  return auc === undefined ? {} : { champion_auc: auc };
}

async function assemble(
  { analytics }: JobContext,
  config: ModelConfig,
  asked: TrainPayload,
): Promise<{ readonly table: TrainingTable; readonly hasLandmarks: boolean }> {
  await createBookingTables(analytics);
  const source = asked.source ?? config.source;
  const hasLandmarks = config.landmark_sources.includes(source);
  const range = asked.training_data_range;
  const end = range && (dayOf(range.end, 'training_data_range.end') + 1) * SECONDS_PER_DAY;
  const table = await assembleTrainingTable(analytics, FEATURE_VIEWS[config.view]!, {
    source,
    landmarks: hasLandmarks,
    deduplicate: true,
    ...(range && {
      decidedFrom: dayOf(range.start, 'training_data_range.start') * SECONDS_PER_DAY,
      decidedBefore: end!,
      maturedBy: end!,
    }),
  });
  return { table, hasLandmarks };
}
