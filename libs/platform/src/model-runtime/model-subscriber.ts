import { MOST_CHALLENGERS } from '@bellwether/contracts';
import type { Logger } from 'pino';
import type { HealthRegistry } from '../health/index.js';
import type { Metrics } from '../metrics/index.js';
import { LatencyMeter } from './latency-meter.js';
import { ModelSlot } from './model-slot.js';
import type { ChampionVersion, ModelSource, RolloutState, ServingReport } from './model-source.js';
import { Routing, type RunningRollout, type ServedModel } from './routing.js';
import type { TrustedKeys } from './signature.js';
import { TrafficMeter } from './traffic-meter.js';
import { VersionLoader, type PrepareModel } from './version-loader.js';

export interface SubscriberOptions {
  /** How often the registry is asked when nothing was heard, in milliseconds. */
  readonly pollMs: number;
  /** How soon it is asked again while no version is loaded, in milliseconds. */
  readonly firstPollMs: number;
  /** Whose signature a bundle needs, on trial or in production; none where left out. */
  readonly trusted?: TrustedKeys | undefined;
  /** Told of a version that is in use no longer; requests that began with it may still be answered by it. */
  readonly onRetired?: (name: string, version: string) => void;
}

/**
 * Keeps a slot at the version that the registry has in production, and at those that a rollout has on trial beside it. It
 * looks when told (`reconcile`), and every so often by itself, so that a lost message costs seconds. Whatever fails on
 * the way leaves the versions in use where they are.
 */
export class ModelSubscriber<Model> {
  readonly slot: ModelSlot<Model>;
  private readonly loader: VersionLoader<Model>;
  private meter = new LatencyMeter(0);
  private traffic = new TrafficMeter(undefined, []);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private again = false;
  private closed = false;
  private reported = '';

  constructor(
    name: string,
    private readonly source: ModelSource,
    prepare: PrepareModel<Model>,
    private readonly options: SubscriberOptions,
    private readonly environment: { metrics: Metrics; health: HealthRegistry; logger: Logger },
  ) {
    this.slot = new ModelSlot(name);
    this.loader = new VersionLoader(name, source, prepare, environment, options.trusted);
    environment.health.register(`model_${name}`, { required: false, check: async () => this.loading() });
  }

  start(): void {
    void this.reconcile();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  /** Counts a prediction that a version made. */
  measured(version: string, milliseconds: number): void {
    if (version === this.slot.version) this.meter.add(milliseconds);
    this.traffic.add(version, milliseconds);
  }

  /** Counts a prediction that a version failed. */
  failed(version: string): void {
    this.environment.metrics.predictionErrors.inc({ model: this.slot.name, version });
    this.traffic.add(version, null);
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
    if (champion.version !== this.slot.version) await this.take(champion);
    try {
      const rollout = await this.source.rollout(this.slot.name);
      if (this.slot.version !== undefined) await this.follow(rollout);
      this.loader.keepOnly(new Set([champion, ...(rollout?.challengers ?? [])].map(({ version }) => version)));
    } finally {
      // A registry that cannot tell of rollouts is told what is served all the same.
      await this.tell();
    }
  }

  /** Puts another champion into use; a change of the champion ends rollouts, so that it serves alone. */
  private async take(champion: ChampionVersion): Promise<void> {
    const { logger, metrics, health } = this.environment;
    const model = this.slot.name;
    const previous = this.slot.version;
    const loaded = await this.warmed(champion.version, async () => champion);
    if (loaded === undefined) return;
    this.meter = new LatencyMeter(loaded.warmUpMs);
    this.swap(new Routing(loaded.served));
    if (previous !== undefined) metrics.modelVersion.remove({ model, version: previous });
    metrics.modelVersion.set({ model, version: champion.version }, 1);
    metrics.modelSwaps.inc({ model, outcome: 'taken' });
    health.modelLoaded(model, champion.version);
    logger.info({ model, version: champion.version, previous }, 'model taken into use');
  }

  /** Has the versions of a rollout answer that can be loaded, and no others. */
  private async follow(state: RolloutState | undefined): Promise<void> {
    const { champion, rollout: before } = this.slot.routing();
    const wanted = (state?.challengers ?? []).slice(0, MOST_CHALLENGERS);
    const challengers: RunningRollout<Model>['challengers'][number][] = [];
    for (const { version, share } of wanted) {
      const find = () => this.source.version(this.slot.name, version);
      // A share of nothing needs no model; it keeps the place that the draw gives it.
      const loaded = share === 0 || version === champion.version ? undefined : await this.warmed(version, find);
      challengers.push({ version, share, served: loaded?.served });
    }
    const rollout = state && { id: state.id, mode: state.mode, challengers };
    if (textOf(rollout) === textOf(before)) return;
    this.swap(new Routing(champion, rollout));
    this.environment.logger.info({ model: this.slot.name, rollout: textOf(rollout) }, 'rollout followed');
  }

  /** A version that is warm already, or is made so. */
  private async warmed(version: string, find: () => Promise<ChampionVersion>) {
    const served = this.warm().find((one) => one.version === version);
    return served === undefined ? this.loader.load(version, find) : { served, warmUpMs: this.meter.meanMs };
  }

  private warm(): ServedModel<Model>[] {
    return this.inUse()?.versions() ?? [];
  }

  private inUse(): Routing<Model> | undefined {
    return this.slot.version === undefined ? undefined : this.slot.routing();
  }

  /** From here on requests begin with these versions; those that began with others end with them. */
  private swap(next: Routing<Model>): void {
    const before = this.inUse();
    this.slot.put(next);
    const versions = next.versions();
    for (const { version } of before?.versions() ?? []) {
      if (!versions.some((one) => one.version === version)) this.options.onRetired?.(this.slot.name, version);
    }
    if (this.traffic.rolloutId !== next.rollout?.id) {
      const counted = next.rollout?.challengers.map(({ version }) => version) ?? [];
      this.traffic = new TrafficMeter(next.rollout?.id, [next.champion.version, ...counted]);
    }
    this.showShares(before?.rollout, next.rollout);
  }

  private showShares(before: RunningRollout<Model> | undefined, now: RunningRollout<Model> | undefined): void {
    const { rolloutShare } = this.environment.metrics;
    const labels = (mode: string, version: string) => ({ model: this.slot.name, version, mode });
    for (const { version } of before?.challengers ?? []) rolloutShare.remove(labels(before!.mode, version));
    for (const { version, share, served } of now?.challengers ?? []) {
      if (served !== undefined) rolloutShare.set(labels(now!.mode, version), share);
    }
  }

  private async tell(): Promise<void> {
    const { version, name } = this.slot;
    if (version === undefined) return;
    const { rolloutId } = this.traffic;
    const report: ServingReport = {
      ...{ name, version, latencyMsMean: this.meter.meanMs, requests: this.meter.requests },
      ...(rolloutId !== undefined && { rolloutId }),
      versions: rolloutId === undefined ? [] : this.traffic.figures(),
      refused: this.loader.refused,
    };
    const text = JSON.stringify(report);
    if (text === this.reported) return;
    await this.source.report(report);
    this.reported = text;
  }

  /** Which versions could not be loaded; the reasons stay in the logs and in the registry. */
  private async loading(): Promise<{ status: 'degraded'; detail: string } | void> {
    const refused = this.loader.refused.map(({ version }) => version);
    if (refused.length === 0) return;
    const { name, version } = this.slot;
    const serves = version === undefined ? 'none is loaded' : `version ${version} serves`;
    return { status: 'degraded', detail: `${name}: version ${refused.join(', ')} could not be loaded; ${serves}` };
  }
}

/** All that a rollout decides by; two that read the same route the same. */
function textOf<Model>(rollout: RunningRollout<Model> | undefined): string {
  if (rollout === undefined) return 'none';
  const { id, mode, challengers } = rollout;
  const shares = challengers.map(
    ({ version, share, served }) => `${version}: ${share}${served === undefined ? ' (not loaded)' : ''}`,
  );
  return `${id} ${mode} ${shares.join(', ')}`;
}
