import type { RefusedVersion } from '@bellwether/contracts';
import { DomainError, type ErrorCode } from '@bellwether/errors';
import type { Logger } from 'pino';
import type { Metrics } from '../metrics/index.js';
import { openBundle, type Bundle } from './bundle.js';
import type { ChampionVersion, ModelSource } from './model-source.js';
import type { ServedModel } from './routing.js';
import type { TrustedKeys } from './signature.js';

export interface PreparedModel<Model> {
  readonly model: Model;
  /** Mean time of a warm-up prediction, in milliseconds. */
  readonly warmUpMs: number;
}

/** Builds a model from its verified bundle and runs it warm, off the event loop where that takes long. */
export type PrepareModel<Model> = (bundle: Bundle) => Promise<PreparedModel<Model>>;

export interface LoadedModel<Model> extends PreparedModel<Model> {
  readonly served: ServedModel<Model>;
}

/** How a bundle fails that is complete and cannot be used; any other failure may be the registry's, and may pass. */
const WRONG_BUNDLE: ReadonlySet<ErrorCode> = new Set(['FAILED_PRECONDITION', 'INVALID_ARGUMENT']);

const MOST_REASON = 500;

/** Why a version could not be loaded. */
interface Failure {
  readonly reason: string;
  /** Whether it stays wrong until it is signed otherwise. */
  readonly isWrong: boolean;
  /** What it was signed with then. */
  readonly signature: string | undefined;
}

/**
 * Loads versions of a model: check who signed it, download, verify, build, warm. It remembers what it could not load, and
 * why.
 */
export class VersionLoader<Model> {
  private readonly failures = new Map<string, Failure>();

  /** @param trusted whose signature a bundle needs; none where left out. */
  constructor(
    private readonly name: string,
    private readonly source: ModelSource,
    private readonly prepare: PrepareModel<Model>,
    private readonly environment: { readonly metrics: Metrics; readonly logger: Logger },
    private readonly trusted?: TrustedKeys,
  ) {}

  /** @returns undefined for what cannot be loaded, or could not before and stays wrong. */
  async load(version: string, find: () => Promise<ChampionVersion>): Promise<LoadedModel<Model> | undefined> {
    const { name, source } = this;
    const wrong = this.wrongBefore(version);
    if (wrong !== undefined && this.trusted === undefined) return undefined;
    let found: ChampionVersion | undefined;
    try {
      found = await find();
      // A version that is signed afterwards is worth another look.
      if (wrong !== undefined && wrong.signature === found.signature) return undefined;
      this.trusted?.check(name, found.manifestDigest, found.signature);
      const prepared = await this.prepare(openBundle(await source.download(found), found.manifestDigest));
      this.failures.delete(version);
      return { ...prepared, served: { name, version, model: prepared.model } };
    } catch (error) {
      // What was wrong is wrong still where the registry cannot tell otherwise.
      if (found !== undefined || wrong === undefined) this.refuse(version, found?.signature, error);
      return undefined;
    }
  }

  /** Forgets what was said of versions that nobody wants any more. */
  keepOnly(wanted: ReadonlySet<string>): void {
    for (const version of this.failures.keys()) if (!wanted.has(version)) this.failures.delete(version);
  }

  get refused(): RefusedVersion[] {
    return [...this.failures].map(([version, { reason }]) => ({ version, reason }));
  }

  private wrongBefore(version: string): Failure | undefined {
    const failure = this.failures.get(version);
    return failure?.isWrong ? failure : undefined;
  }

  private refuse(version: string, signature: string | undefined, error: unknown): void {
    const { metrics, logger } = this.environment;
    // A bundle that is wrong stays wrong and is not fetched again; a registry that is away or busy is asked again.
    const isWrong = error instanceof DomainError && WRONG_BUNDLE.has(error.code);
    const reason = (error instanceof Error ? error.message : String(error)).slice(0, MOST_REASON);
    this.failures.set(version, { reason, isWrong, signature });
    metrics.modelSwaps.inc({ model: this.name, outcome: 'refused' });
    logger.error({ err: error, model: this.name, version }, 'model refused');
  }
}
