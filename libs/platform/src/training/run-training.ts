import type { GateEvidence, GateRule, mlflow, TrainPayload, TrainResult } from '@bellwether/contracts';
import { MlflowClient } from '@bellwether/mlflow-js-client';
import { outgoing, requireSetting, type JobContext } from '../jobs/index.js';
import { RegistryModelSource } from '../model-runtime/index.js';
import type { BundleFiles } from './bundle-files.js';
import { parseTrainPayload } from './parse-train-payload.js';
import { concludeVersion, gateClient, registerVersion, versionOfRun } from './publish-version.js';
import { reproductionOf } from './reproduction.js';
import { keepingLog } from './training-log.js';

/** What a trainer hands over: the bundle, what the run is told of it, and by what its gate judges it. */
export interface TrainedModel {
  readonly bundle: BundleFiles;
  /** Of the run: settings and what it was trained on. */
  readonly params: Readonly<Record<string, string | number>>;
  /** Of the model, on rows later than all it was trained on. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Of the run alone: what is no property of this model, such as how the champion does on the same rows. */
  readonly runMetrics: Readonly<Record<string, number>>;
  evidence(rules: readonly GateRule[]): GateEvidence;
}

/** What a trainer is given beside what was asked. */
export interface TrainerContext extends JobContext {
  /** Reads the bundles of other versions, the champion's above all. */
  readonly source: RegistryModelSource;
}

/** Fits a kind of model. Reading, splitting, fitting and measuring are its own; nothing in its bundle tells the time. */
export type Trainer = (asked: TrainPayload, context: TrainerContext) => Promise<TrainedModel>;

/**
 * The job that trains a model: fit and measure, register the bundle, have the registry judge it, promote it if its gate lets it.
 * Resumed after a crash, it finds the version it had registered by its run and finishes; before that point it starts again and
 * comes to the same bytes. Asked to reproduce a version, it compares the bundle with that version's, and registers nothing.
 *
 * @param clock what the run's own times are of; nothing in the bundle is.
 * @throws INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION for what cannot be trained; UNAVAILABLE without the registry.
 */
export async function runTraining(
  payload: unknown,
  context: JobContext,
  clock: () => number,
  trainer: Trainer,
): Promise<TrainResult> {
  const asked = parseTrainPayload(payload);
  const client = new MlflowClient({ baseUrl: requireSetting(context, 'registryUrl'), ...outgoing(context) });
  const run = { client, runId: asked.run_id, now: () => new Date(clock()) };
  return keepingLog(context, run, (logged) => train({ asked, client, clock, trainer }, logged));
}

interface Training {
  readonly asked: TrainPayload;
  readonly client: MlflowClient;
  readonly clock: () => number;
  readonly trainer: Trainer;
}

async function train({ asked, client, clock, trainer }: Training, context: JobContext): Promise<TrainResult> {
  const { signal } = context;
  const registryUrl = requireSetting(context, 'registryUrl');
  const gate = gateClient(registryUrl, outgoing(context));
  const conclude = (version: mlflow.ModelVersion) =>
    concludeVersion({ client, gate, clock }, version, asked.run_id, signal);

  const earlier = await versionOfRun(client, asked.model_name, asked.run_id, signal);
  if (earlier !== undefined) {
    context.progress(0.99, `version ${earlier.version} is registered already`);
    const { promoted } = await conclude(earlier);
    const { data } = await client.runs.get(asked.run_id, { signal });
    const metrics = Object.fromEntries(data.metrics.map(({ key, value }) => [key, value]));
    return { model_version: earlier.version, promoted, metrics };
  }

  const source = new RegistryModelSource(registryUrl, context.jobId, outgoing(context));
  const trained = await trainer(asked, { ...context, source });
  const { bundle, metrics } = trained;
  if (asked.reproduces !== undefined) {
    context.progress(0.95, `comparing with version ${asked.reproduces}`);
    const reproduction = await reproductionOf({ client, source }, asked.model_name, asked.reproduces, bundle, signal);
    await client.runs.update(asked.run_id, { status: 'FINISHED', end_time: clock() }, { signal });
    return { metrics, reproduction };
  }

  context.progress(0.94, 'writing the run and the bundle');
  await client.runs.logBatch(asked.run_id, logged(trained, clock()), { signal });
  const { rules } = await gate.getModelGate({ model_name: asked.model_name }, { signal });
  const version = await registerVersion(
    client,
    asked.model_name,
    asked.run_id,
    bundle,
    trained.evidence(rules),
    signal,
  );
  context.progress(0.97, `version ${version.version} is before its gate`);
  const { promoted, reason } = await conclude(version);
  context.progress(0.99, promoted ? `version ${version.version} is in production` : `holding: ${reason}`);
  return { model_version: version.version, promoted, metrics };
}

function logged({ params, metrics, runMetrics }: TrainedModel, timestamp: number) {
  return {
    params: Object.entries(params).map(([key, value]) => ({ key, value: String(value) })),
    metrics: Object.entries({ ...metrics, ...runMetrics }).map(([key, value]) => ({ key, value, timestamp })),
    tags: [],
  };
}
