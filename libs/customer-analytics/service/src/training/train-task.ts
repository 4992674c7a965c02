import { readFile } from 'node:fs/promises';
import type { mlflow, TrainPayload, TrainResult } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import {
  assembleTrainingTable,
  createBookingTables,
  dayOf,
  FEATURE_VIEWS,
  labelsOf,
  SECONDS_PER_DAY,
  type TrainingTable,
} from '@bellwether/feature-engineering';
import { MlflowClient } from '@bellwether/mlflow-js-client';
import { treeCount } from '@bellwether/model-kernel/trees';
import { outgoing, type JobContext } from '@bellwether/platform/jobs';
import { RegistryModelSource } from '@bellwether/platform/model-runtime';
import { bundleFiles } from './bundle-files.js';
import { crossValidatedAuc } from './cross-validate.js';
import { evaluateRows } from './evaluate-rows.js';
import { gateEvidence } from './gate-evidence.js';
import { fitBookingModel, predictRows } from './fit-booking-model.js';
import { readModelConfig, resolveHyperparameters, type ModelConfig } from './model-config.js';
import { oracleMetrics } from './oracle.js';
import { parseTrainPayload } from './parse-train-payload.js';
import { concludeVersion, gateClient, registerVersion, versionOfRun } from './publish-version.js';
import { reproductionOf } from './reproduction.js';
import { scoreChampion, type ChampionScore } from './score-champion.js';
import { cutoffForShare, splitAt } from './time-split.js';
import { keepingLog } from './training-log.js';
import { trainingProtocol } from './training-protocol.js';

/**
 * The job that trains a model of bookings: assemble, split by time, fit, measure beside the champion, register the bundle,
 * have the registry judge it, promote it if its gate lets it. Resumed after a crash, it finds the version it had registered
 * by its run and finishes; before that point it starts again and comes to the same bytes. Asked to reproduce a version, it
 * compares the bundle with that version's, and registers nothing.
 *
 * @param clock what the run's own times are of; nothing in the bundle is.
 * @throws INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION for what cannot be trained; UNAVAILABLE without the registry.
 */
export async function trainTask(
  payload: unknown,
  context: JobContext,
  clock: () => number = Date.now,
): Promise<TrainResult> {
  const asked = parseTrainPayload(payload);
  const client = new MlflowClient({ baseUrl: setting(context, 'registryUrl'), ...outgoing(context) });
  const run = { client, runId: asked.run_id, now: () => new Date(clock()) };
  return keepingLog(context, run, (logged) => train(asked, client, logged, clock));
}

async function train(
  asked: TrainPayload,
  client: MlflowClient,
  context: JobContext,
  clock: () => number,
): Promise<TrainResult> {
  const registryUrl = setting(context, 'registryUrl');
  const source = new RegistryModelSource(registryUrl, context.jobId, outgoing(context));
  const gate = gateClient(registryUrl, outgoing(context));
  const { signal } = context;
  const conclude = (version: mlflow.ModelVersion) =>
    concludeVersion({ client, gate, clock }, version, asked.run_id, signal);

  const earlier = await versionOfRun(client, asked.model_name, asked.run_id, signal);
  if (earlier !== undefined) {
    context.progress(0.99, `version ${earlier.version} is registered already`);
    const { promoted } = await conclude(earlier);
    const { data } = await client.runs.get(asked.run_id, { signal });
    return {
      model_version: earlier.version,
      promoted,
      metrics: Object.fromEntries(data.metrics.map(({ key, value }) => [key, value])),
    };
  }

  const config = await readModelConfig(setting(context, 'modelsDir'), asked.model_name);
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
    codeVersion: await codeVersion(),
  });
  if (asked.reproduces !== undefined) {
    context.progress(0.95, `comparing with version ${asked.reproduces}`);
    const kept = { client, source };
    const reproduction = await reproductionOf(kept, config.name, asked.reproduces, bundle, signal);
    await client.runs.update(asked.run_id, { status: 'FINISHED', end_time: clock() }, { signal });
    return { metrics, reproduction };
  }

  context.progress(0.94, 'writing the run and the bundle');
  const measuredAt = clock();
  await client.runs.logBatch(
    asked.run_id,
    {
      params: Object.entries({ ...hyperparameters, source: table.source, view: config.view }).map(([key, value]) => ({
        key,
        value: String(value),
      })),
      // The champion's score is no property of this model: it goes to the run, not into the bundle.
      metrics: Object.entries({ ...metrics, ...championAuc(champion) }).map(([key, value]) => ({
        key,
        value,
        timestamp: measuredAt,
      })),
      tags: [],
    },
    { signal },
  );
  const { rules } = await gate.getModelGate({ model_name: config.name }, { signal });
  const evidence = gateEvidence({ table, split, model, probabilities, metrics, champion, bundle }, rules);
  const version = await registerVersion(client, config.name, asked.run_id, bundle, evidence, signal);
  context.progress(0.97, `version ${version.version} is before its gate`);
  const { promoted, reason } = await conclude(version);
  context.progress(0.99, promoted ? `version ${version.version} is in production` : `holding: ${reason}`);
  return { model_version: version.version, promoted, metrics };
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

/** Version of the code that trained, from this package's own manifest. */
async function codeVersion(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

function setting({ settings }: JobContext, name: string): string {
  const value = settings[name];
  if (value === undefined) throw new DomainError('FAILED_PRECONDITION', `the worker has no setting ${name}`);
  return value;
}
