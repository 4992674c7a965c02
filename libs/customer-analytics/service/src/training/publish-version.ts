import type { mlflow } from '@bellwether/contracts';
import type { MlflowClient } from '@bellwether/mlflow-js-client';
import { CHAMPION_ALIAS } from '@bellwether/contracts';
import { BUNDLE_DIGEST_TAG } from '@bellwether/platform/model-runtime';
import type { BundleFiles } from './bundle-files.js';
import type { Verdict } from './champion-gate.js';

/** Tags of a version: what the gate said of it. */
const VERDICT_TAG = 'bellwether.gate';
const REASON_TAG = 'bellwether.gate_reason';
const PROMOTE = 'promote';

/** Folder of the bundle below the run's artifacts. */
const BUNDLE_FOLDER = 'model';

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
 * Uploads a bundle and registers it as a version that names its run. What the gate said is on the version from the start,
 * so that an attempt that resumes after a crash can finish what was decided.
 */
export async function registerVersion(
  client: MlflowClient,
  modelName: string,
  runId: string,
  { files, manifestDigest }: BundleFiles,
  verdict: Verdict,
  signal: AbortSignal,
): Promise<mlflow.ModelVersion> {
  const { info } = await client.runs.get(runId, { signal });
  const folder = `${info.artifact_uri}/${BUNDLE_FOLDER}`;
  for (const [path, bytes] of files) await client.artifacts.upload(folder, path, bytes, { signal });
  await client.models.ensure(modelName, { signal });
  return client.versions.create(
    {
      name: modelName,
      source: folder,
      run_id: runId,
      tags: [
        { key: BUNDLE_DIGEST_TAG, value: manifestDigest },
        { key: VERDICT_TAG, value: verdict.promote ? PROMOTE : 'hold' },
        { key: REASON_TAG, value: verdict.reason },
      ],
    },
    { signal },
  );
}

/** Carries out what the gate said of a version, and ends its run. Doing it twice changes nothing. @returns whether promoted. */
export async function concludeVersion(
  client: MlflowClient,
  version: mlflow.ModelVersion,
  runId: string,
  signal: AbortSignal,
): Promise<boolean> {
  const promote = version.tags?.some(({ key, value }) => key === VERDICT_TAG && value === PROMOTE) ?? false;
  if (promote) await client.models.setAlias(version.name, CHAMPION_ALIAS, version.version, { signal });
  await client.runs.update(runId, { status: 'FINISHED', end_time: Date.now() }, { signal });
  return promote;
}
