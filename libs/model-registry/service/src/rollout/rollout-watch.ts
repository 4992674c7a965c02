import { ALERT_RAISED, type Alert, type ReportServingRequest } from '@bellwether/contracts';
import { addTraffic, breachOf, NO_TRAFFIC, type GuardLimits, type Traffic } from '@bellwether/model-registry-core';
import { DomainError } from '@bellwether/errors';
import { LOGGER } from '@bellwether/platform/bootstrap';
import { EVENT_BUS, type EventBus, type Subscription } from '@bellwether/platform/events';
import { inTransaction, withDomainErrors } from '@bellwether/platform/relational';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Logger } from 'pino';
import { IsNull, type DataSource } from 'typeorm';
import { RolloutEntity } from '../database/rollout.entity.js';
import { actingAsSystem } from '../audit/actor.js';
import { DOMAIN } from '../domain.js';
import { Outbox } from '../promotion/outbox.js';
import { RolloutTrafficService } from './rollout-traffic.service.js';
import { RolloutWriter } from './rollout-writer.js';

/** Takes their share from challengers that fail, are slow, or whose model a monitor alarms about. */
@Injectable()
export class RolloutWatch implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private subscription: Subscription | undefined;

  constructor(
    @InjectDataSource(DOMAIN) private readonly dataSource: DataSource,
    private readonly traffic: RolloutTrafficService,
    private readonly writer: RolloutWriter,
    private readonly outbox: Outbox,
    @Inject(EVENT_BUS) private readonly events: EventBus,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.subscription = await this.events.subscribe<Alert>(ALERT_RAISED, 'rollout-watch', ({ data }) =>
      this.alerted(data),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.subscription?.close();
  }

  /** Keeps what a replica reports of a rollout, and looks at its challengers. */
  reported({ rollout_id, replica, versions }: ReportServingRequest): Promise<void> {
    return withDomainErrors(async () => {
      if (rollout_id === undefined) return;
      const rollout = await this.dataSource.manager.findOneBy(RolloutEntity, { rollout_id, ended_at: IsNull() });
      // A replica that has not heard of its end yet: nothing is left to be watched.
      if (rollout === null) return;
      await this.traffic.keep(rollout_id, replica, versions);
      for (const [version, reason] of breaches(rollout, await this.traffic.recent(rollout_id))) {
        await actingAsSystem(() => this.stop(rollout, version, reason));
      }
    });
  }

  /** An alert about the model ends its rollout; one from before the rollout says nothing of it. */
  private async alerted({ model: name, monitor_id, raised_at, summary }: Alert): Promise<void> {
    const rollout = await this.dataSource.manager.findOneBy(RolloutEntity, { name, ended_at: IsNull() });
    if (rollout === null || !rollout.guard.on_alert || Date.parse(raised_at) < rollout.started_at) return;
    for (const { version, stopped } of rollout.challengers) {
      if (stopped === undefined) await this.stop(rollout, version, `alert of ${monitor_id}: ${summary}`);
    }
  }

  private async stop({ name, rollout_id }: RolloutEntity, version: number, reason: string): Promise<void> {
    const stopped = await inTransaction(this.dataSource, async (manager) => {
      const running = await this.writer.lockRunning(manager, name).catch(absent);
      // Somebody else may have been here before.
      const challenger = running?.challengers.find((one) => one.version === version);
      if (running?.rollout_id !== rollout_id || challenger?.stopped !== undefined) return false;
      await this.writer.stop(manager, running, version, reason);
      return true;
    });
    if (!stopped) return;
    void this.outbox.drain();
    this.logger.warn({ model: name, rollout: rollout_id, version, reason }, 'challenger stopped');
  }
}

/** A model may have been deleted or renamed since its rollout was read. */
function absent(error: unknown): null {
  if (error instanceof DomainError && error.code === 'NOT_FOUND') return null;
  throw error;
}

function breaches(rollout: RolloutEntity, recent: ReadonlyMap<number, Traffic>): [version: number, reason: string][] {
  const { guard, challengers } = rollout;
  const limits: GuardLimits = {
    maxErrorRate: guard.max_error_rate,
    maxLatencyRatio: guard.max_latency_ratio,
    maxLatencyMs: guard.max_latency_ms,
    minRequests: guard.min_requests,
  };
  const onTrial = new Set(challengers.map(({ version }) => version));
  const champion = [...recent].reduce(
    (sum, [version, traffic]) => (onTrial.has(version) ? sum : addTraffic(sum, traffic)),
    NO_TRAFFIC,
  );
  return challengers.flatMap(({ version, stopped }): [number, string][] => {
    if (stopped !== undefined) return [];
    const reason = breachOf(String(version), limits, recent.get(version) ?? NO_TRAFFIC, champion);
    return reason === undefined ? [] : [[version, reason]];
  });
}
