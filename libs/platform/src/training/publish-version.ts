import {
  createHttpClient,
  GateEvidence,
  getModelGate,
  judgeVersion,
  promoteModel,
  type ClientOf,
  type mlflow,
} from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import type { MlflowClient } from '@bellwether/mlflow-js-client';
import { BUNDLE_DIGEST_TAG } from '../model-runtime/index.js';
import type { BundleFiles } from './bundle-files.js';

/** Folder of the bundle below the run's artifacts, and beside it what the version is judged by. */
const BUNDLE_FOLDER = 'model';
const EVIDENCE_FILE = 'gate-evidence.json';

/** Tag of the run: what its version came to, for a person. */
const VERDICT_TAG = 'bellwether.gate_reason';

/** Time for one call of the gate, in milliseconds. */
const CALL_TIMEOUT_MS = 30_000;

const GATE_OPERATIONS = { getModelGate, judgeVersion, promoteModel };

/** The calls by which a training asks the gate of its model. */
export type GateClient = ClientOf<typeof GATE_OPERATIONS>;

export function gateClient(
  baseUrl: string,
  carried: { readonly apiKey?: string; readonly headers: () => Readonly<Record<string, string>> },
): GateClient {
  return createHttpClient({ baseUrl, timeoutMs: CALL_TIMEOUT_MS, operations: GATE_OPERATIONS, ...carried });
}

/** The version that an earlier attempt of the run registered, if one came that far. */
export async function versionOfRun(
  client: MlflowClient,
  modelName: string,
  runId: string,
  signal: AbortSignal,
): Promise<mlflow.ModelVersion | undefined> {
  const request = { filter: `run_id = '${runId.replaceAll("'", '')}'` };
  for await (const version of client.versions.searchAll(request, { signal })) {
    if (version.name === modelName) return version;
  }
  return undefined;
}

/**
 * Uploads a bundle and registers it as a version that names its run. What it is to be judged by lies beside it before the
 * version is there, so that an attempt that resumes after a crash can finish without training again.
 */
export async function registerVersion(
  client: MlflowClient,
  modelName: string,
  runId: string,
  { files, manifestDigest }: BundleFiles,
  evidence: GateEvidence,
  signal: AbortSignal,
): Promise<mlflow.ModelVersion> {
  const { info } = await client.runs.get(runId, { signal });
  const folder = `${info.artifact_uri}/${BUNDLE_FOLDER}`;
  for (const [path, bytes] of files) await client.artifacts.upload(folder, path, bytes, { signal });
  const text = new TextEncoder().encode(`${JSON.stringify(evidence, null, 2)}\n`);
  await client.artifacts.upload(info.artifact_uri, EVIDENCE_FILE, text, { signal });
  await client.models.ensure(modelName, { signal });
  return client.versions.create(
    { name: modelName, source: folder, run_id: runId, tags: [{ key: BUNDLE_DIGEST_TAG, value: manifestDigest }] },
    { signal },
  );
}

/** What became of a version. */
export interface Conclusion {
  readonly promoted: boolean;
  /** For a person. */
  readonly reason: string;
}

/** The registry as a training sees it, and the time that it tells it. */
interface Registry {
  readonly client: MlflowClient;
  readonly gate: GateClient;
  readonly clock: () => number;
}

/** Has a version judged, promotes it if its gate lets it, and ends its run. Doing it twice changes nothing. */
export async function concludeVersion(
  registry: Registry,
  version: mlflow.ModelVersion,
  runId: string,
  signal: AbortSignal,
): Promise<Conclusion> {
  const { client, clock } = registry;
  const conclusion = await judgeAndPromote(registry, version, runId, signal);
  const tags = [{ key: VERDICT_TAG, value: conclusion.reason }];
  await client.runs.logBatch(runId, { metrics: [], params: [], tags }, { signal });
  await client.runs.update(runId, { status: 'FINISHED', end_time: clock() }, { signal });
  return conclusion;
}

async function judgeAndPromote(
  { client, gate }: Registry,
  { name: model_name, version }: mlflow.ModelVersion,
  runId: string,
  signal: AbortSignal,
): Promise<Conclusion> {
  const { info } = await client.runs.get(runId, { signal });
  const bytes = await client.artifacts.download(info.artifact_uri, EVIDENCE_FILE, { signal });
  const evidence = GateEvidence.parse(JSON.parse(new TextDecoder().decode(bytes)));
  const { status, result } = await gate.judgeVersion({ model_name, version, evidence }, { signal });
  // Nothing goes into production by itself that nobody has decided on.
  if (status === 'not_needed') return { promoted: false, reason: 'the model has no gate: a person decides' };
  if (status !== 'passed') {
    const failed = result?.rules.filter(({ passed }) => !passed) ?? [];
    const rules = failed.map(
      ({ name, bound, value, detail }) => `${name} (${value ?? 'no figure'}, ${bound}; ${detail})`,
    );
    return { promoted: false, reason: `not passed: ${rules.join(', ')}` };
  }
  try {
    await gate.promoteModel({ model_name, version, reason: `its training, run ${runId}, passed the gate` }, { signal });
    return { promoted: true, reason: 'passed' };
  } catch (error) {
    // Another version has come into production since it was judged.
    if (error instanceof DomainError && error.code === 'FAILED_PRECONDITION') {
      return { promoted: false, reason: error.message };
    }
    throw error;
  }
}
