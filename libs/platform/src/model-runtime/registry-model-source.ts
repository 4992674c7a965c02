import {
  CHAMPION_ALIAS,
  createHttpClient,
  type ClientOf,
  type getRollout,
  type mlflow,
  type reportServing,
} from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { MlflowClient } from '@bellwether/mlflow-js-client';
import { traceHeaders } from '../tracing/index.js';
import { BUNDLE_DIGEST_TAG } from './bundle.js';
import type { ChampionVersion, ModelSource, RolloutState, ServingReport } from './model-source.js';
import { SIGNATURE_TAG } from './signature.js';

/** Largest bundle that is loaded, in files and in bytes. */
const MOST_FILES = 100;
const MOST_BYTES = 2 ** 30;
/** Requests for one thing, the first included: a registry that says it is busy says when to come back. */
const ATTEMPTS = 4;

/** What is asked and told besides MLflow's protocol, over whichever transport. */
export type ServingReports = ClientOf<{
  readonly reportServing: typeof reportServing;
  readonly getRollout: typeof getRollout;
}>;

export interface RegistryModelSourceOptions {
  /** What this process calls the registry by, where it asks for it. */
  readonly apiKey?: string;
  /** Sent with each call; the trace of the work at hand when left out. */
  readonly headers?: () => Readonly<Record<string, string>>;
  /** Over HTTP, from where the models come, when left out. */
  readonly reports?: ServingReports;
}

/** Models from a registry that speaks the MLflow protocol: ours, or another. */
export class RegistryModelSource implements ModelSource {
  private readonly mlflow: MlflowClient;
  private readonly reports: ServingReports;

  /** @param replica name of this process, under which the registry keeps what it serves. */
  constructor(
    baseUrl: string,
    private readonly replica: string,
    { apiKey, headers = traceHeaders, reports }: RegistryModelSourceOptions = {},
  ) {
    const carried = { ...(apiKey !== undefined && { apiKey }), headers };
    this.mlflow = new MlflowClient({ baseUrl, timeoutMs: 5_000, attempts: ATTEMPTS, ...carried });
    this.reports = reports ?? createHttpClient({ baseUrl, timeoutMs: 5_000, ...carried });
  }

  async champion(name: string): Promise<ChampionVersion | undefined> {
    try {
      return await this.located(name, await this.mlflow.models.byAlias(name, CHAMPION_ALIAS));
    } catch (error) {
      // Neither a model that is not there yet nor one without a champion is a fault.
      const absent = error instanceof DomainError && (error.code === 'NOT_FOUND' || error.code === 'INVALID_ARGUMENT');
      if (absent) return undefined;
      throw error;
    }
  }

  async version(name: string, version: string): Promise<ChampionVersion> {
    return this.located(name, await this.mlflow.versions.get(name, version));
  }

  async rollout(name: string): Promise<RolloutState | undefined> {
    try {
      const { rollout } = await this.reports.getRollout({ model_name: name, changes: 0 });
      if (rollout?.status !== 'running') return undefined;
      const { rollout_id: id, mode, challengers } = rollout;
      return { id, mode, challengers: challengers.map(({ version, share }) => ({ version, share })) };
    } catch (error) {
      // Neither a model that is not there yet nor a registry that knows no rollouts is a fault.
      if (error instanceof DomainError && error.code === 'NOT_FOUND') return undefined;
      throw error;
    }
  }

  async download({ source }: ChampionVersion): Promise<Map<string, Uint8Array>> {
    const found = await this.mlflow.artifacts.listAll(source);
    if (found.length > MOST_FILES) {
      throw new DomainError('FAILED_PRECONDITION', `a bundle has at most ${MOST_FILES} files, got ${found.length}`);
    }
    // Before the first is fetched: all of them are held in memory.
    const bytes = found.reduce((sum, file) => sum + file.bytes, 0);
    if (bytes > MOST_BYTES) {
      throw new DomainError('FAILED_PRECONDITION', `a bundle has at most ${MOST_BYTES} bytes, got ${bytes}`);
    }
    const files = await Promise.all(
      found.map(async ({ path }) => [path, await this.mlflow.artifacts.download(source, path)] as const),
    );
    return new Map(files);
  }

  async report({ name, version, latencyMsMean, requests, rolloutId, versions, refused }: ServingReport): Promise<void> {
    await this.reports.reportServing({
      ...{ model_name: name, version, replica: this.replica, latency_ms_mean: latencyMsMean, requests },
      ...(rolloutId !== undefined && { rollout_id: rolloutId }),
      ...(versions.length > 0 && { versions: [...versions] }),
      ...(refused.length > 0 && { refused: [...refused] }),
    });
  }

  private async located(name: string, { version, tags = [] }: mlflow.ModelVersion): Promise<ChampionVersion> {
    const source = await this.mlflow.versions.downloadUri(name, version);
    const valueOf = (key: string) => tags.find((tag) => tag.key === key)?.value;
    return { version, source, manifestDigest: valueOf(BUNDLE_DIGEST_TAG), signature: valueOf(SIGNATURE_TAG) };
  }
}
