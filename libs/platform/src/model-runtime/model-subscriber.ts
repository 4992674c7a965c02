import { DomainError, type ErrorCode } from '@bellwether/errors';
import type { Logger } from 'pino';
import type { HealthRegistry } from '../health/index.js';
import type { Metrics } from '../metrics/index.js';
import { openBundle, type Bundle } from './bundle.js';
import { LatencyMeter } from './latency-meter.js';
import { ModelSlot } from './model-slot.js';
import type { ChampionVersion, ModelSource } from './model-source.js';

export interface PreparedModel<Model> {
  readonly model: Model;
  /** Mean time of a warm-up prediction, in milliseconds. */
  readonly warmUpMs: number;
}

/** Builds a model from its verified bundle and runs it warm, off the event loop where that takes long. */
export type PrepareModel<Model> = (bundle: Bundle) => Promise<PreparedModel<Model>>;

export interface SubscriberOptions {
  /** How often the registry is asked when nothing was heard, in milliseconds. */
  readonly pollMs: number;
  /** How soon it is asked again while no version is loaded, in milliseconds. */
  readonly firstPollMs: number;
  /** Told of a version that another has taken the place of; requests that began with it may still be answered by it. */
  readonly onRetired?: (name: string, version: string) => void;
}

/** How a bundle fails that is complete and cannot be used; any other failure may be the registry's, and may pass. */
const WRONG_BUNDLE: ReadonlySet<ErrorCode> = new Set(['FAILED_PRECONDITION', 'INVALID_ARGUMENT']);

/**
 * Keeps a slot at the version that the registry has in production. It looks when told (`reconcile`), and every so often
 * by itself, so that a lost message costs seconds. Whatever fails on the way leaves the version in use where it is.
 */
export class ModelSubscriber<Model> {
  readonly slot: ModelSlot<Model>;
  private meter = new LatencyMeter(0);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private again = false;
  private closed = false;
  private refused: string | undefined;
  private reported = -1;

  constructor(
    name: string,
    private readonly source: ModelSource,
    private readonly prepare: PrepareModel<Model>,
    private readonly options: SubscriberOptions,
    private readonly environment: { metrics: Metrics; health: HealthRegistry; logger: Logger },
  ) {
    this.slot = new ModelSlot(name);
  }

  start(): void {
    void this.reconcile();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  /** Counts a prediction of the version in use. */
  measured(milliseconds: number): void {
    this.meter.add(milliseconds);
  }

  /** Looks at the registry now; a call while one is under way makes it look once more afterwards. */
  reconcile(): Promise<void> {
    if (this.running !== undefined) {
      this.again = true;
      return this.running;
    }
    clearTimeout(this.timer);
    this.running = this.lookUntilSettled().finally(() => {
      this.running = undefined;
      if (this.closed) return;
      const delay = this.slot.version === undefined ? this.options.firstPollMs : this.options.pollMs;
      this.timer = setTimeout(() => void this.reconcile(), delay);
      this.timer.unref();
    });
    return this.running;
  }

  private async lookUntilSettled(): Promise<void> {
    do {
      this.again = false;
      try {
        await this.look();
      } catch (error) {
        this.environment.logger.debug({ err: error, model: this.slot.name }, 'registry not reached');
      }
    } while (this.again && !this.closed);
  }

  private async look(): Promise<void> {
    const champion = await this.source.champion(this.slot.name);
    if (champion === undefined) return;
    if (champion.version !== this.slot.version && champion.version !== this.refused) await this.take(champion);
    await this.tell();
  }

  private async take(champion: ChampionVersion): Promise<void> {
    const { logger, metrics, health } = this.environment;
    const model = this.slot.name;
    try {
      const bundle = openBundle(await this.source.download(champion), champion.manifestDigest);
      const prepared = await this.prepare(bundle);
      const previous = this.slot.version;
      this.meter = new LatencyMeter(prepared.warmUpMs);
      this.slot.put(champion.version, prepared.model);
      if (previous !== undefined) {
        metrics.modelVersion.remove({ model, version: previous });
        this.options.onRetired?.(model, previous);
      }
      metrics.modelVersion.set({ model, version: champion.version }, 1);
      metrics.modelSwaps.inc({ model, outcome: 'taken' });
      health.modelLoaded(model, champion.version);
      this.reported = -1;
      logger.info({ model, version: champion.version, previous }, 'model taken into use');
    } catch (error) {
      // A bundle that is wrong stays wrong and is not fetched again; a registry that is away or busy is asked again.
      if (error instanceof DomainError && WRONG_BUNDLE.has(error.code)) this.refused = champion.version;
      metrics.modelSwaps.inc({ model, outcome: 'refused' });
      logger.error({ err: error, model, version: champion.version, kept: this.slot.version }, 'model refused');
    }
  }

  private async tell(): Promise<void> {
    const { version, name } = this.slot;
    if (version === undefined || this.meter.requests === this.reported) return;
    const requests = this.meter.requests;
    await this.source.report({ name, version, latencyMsMean: this.meter.meanMs, requests });
    this.reported = requests;
  }
}
