import { Inject, Injectable, Optional, type OnModuleInit } from '@nestjs/common';
import { ANALYTICS_STORE, type AnalyticsStore } from '../analytics/index.js';
import { ARTIFACT_STORE, type ArtifactStore } from '../artifacts/index.js';
import { CACHE, type Cache } from '../cache/index.js';
import { EVENT_BUS, type EventBus } from '../events/index.js';
import { HealthRegistry } from '../health/index.js';
import { ONLINE_STORE, type OnlineStore } from '../online-store/index.js';

/** Tells the health report of the stores that an app serves without, only less well. */
@Injectable()
export class OptionalStores implements OnModuleInit {
  constructor(
    @Optional() @Inject(HealthRegistry) private readonly health: HealthRegistry | undefined,
    @Optional() @Inject(CACHE) private readonly cache: Cache | undefined,
    @Optional() @Inject(ONLINE_STORE) private readonly online: OnlineStore | undefined,
    @Optional() @Inject(EVENT_BUS) private readonly events: EventBus | undefined,
    @Optional() @Inject(ANALYTICS_STORE) private readonly analytics: AnalyticsStore | undefined,
    @Optional() @Inject(ARTIFACT_STORE) private readonly artifacts: ArtifactStore | undefined,
  ) {}

  onModuleInit(): void {
    this.watch('cache', this.cache, 'cache off: every answer is computed');
    this.watch('events', this.events, 'event broker away: events wait in the outbox, models are polled for');
    const { analytics } = this;
    const pinged = analytics && { ping: async () => void (await analytics.rows('SELECT 1')) };
    this.watch('analytics', pinged, 'analytics store away: jobs that read it fail');
    const { artifacts } = this;
    const checked = artifacts && { ping: () => artifacts.check() };
    this.watch(
      'artifacts',
      checked,
      'artifact store away: what is loaded is served, versions cannot be loaded or stored',
    );
    this.watch('online_store', this.online, 'online store away: features come from the request');
  }

  private watch(name: string, store: { ping(): Promise<void> } | undefined, detail: string): void {
    if (store === undefined) return;
    const check = (): Promise<void | { status: 'degraded'; detail: string }> =>
      store.ping().catch(() => ({ status: 'degraded' as const, detail }));
    this.health?.register(name, { required: false, check });
  }
}
