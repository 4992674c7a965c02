import { CHAMPION_ALIAS, createHttpClient, type ClientOf, type reportServing } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { MlflowClient } from '@bellwether/mlflow-js-client';
import { BUNDLE_DIGEST_TAG } from './bundle.js';
import type { ChampionVersion, ModelSource } from './model-source.js';

/** Largest bundle that is loaded, in files. */
const MOST_FILES = 100;

/** Tells the registry what is served, over whichever transport. */
export type ServingReports = ClientOf<{ readonly reportServing: typeof reportServing }>;

export interface RegistryModelSourceOptions {
  /** What this process calls the registry by, where it asks for it. */
  readonly apiKey?: string;
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
    { apiKey, reports }: RegistryModelSourceOptions = {},
  ) {
    const key = apiKey !== undefined && { apiKey };
    this.mlflow = new MlflowClient({ baseUrl, timeoutMs: 5_000, attempts: 2, ...key });
    this.reports = reports ?? createHttpClient({ baseUrl, timeoutMs: 5_000, ...key });
  }

  async champion(name: string): Promise<ChampionVersion | undefined> {
    try {
      const { version, tags = [] } = await this.mlflow.models.byAlias(name, CHAMPION_ALIAS);
      const source = await this.mlflow.versions.downloadUri(name, version);
      return { version, source, manifestDigest: tags.find((tag) => tag.key === BUNDLE_DIGEST_TAG)?.value };
    } catch (error) {
      // Neither a model that is not there yet nor one without a champion is a fault.
      const absent = error instanceof DomainError && (error.code === 'NOT_FOUND' || error.code === 'INVALID_ARGUMENT');
      if (absent) return undefined;
      throw error;
    }
  }

  async download({ source }: ChampionVersion): Promise<Map<string, Uint8Array>> {
    const paths = await this.mlflow.artifacts.listAll(source);
    if (paths.length > MOST_FILES) {
      throw new DomainError('FAILED_PRECONDITION', `a bundle has at most ${MOST_FILES} files, got ${paths.length}`);
    }
    const files = await Promise.all(
      paths.map(async (path) => [path, await this.mlflow.artifacts.download(source, path)] as const),
    );
    return new Map(files);
  }

  async report(served: { name: string; version: string; latencyMsMean: number; requests: number }): Promise<void> {
    await this.reports.reportServing({
      model_name: served.name,
      version: served.version,
      replica: this.replica,
      latency_ms_mean: served.latencyMsMean,
      requests: served.requests,
    });
  }
}
