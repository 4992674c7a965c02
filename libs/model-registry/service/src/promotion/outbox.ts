import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { CLOCK, LOGGER, type Clock } from '@bellwether/platform/bootstrap';
import { EVENT_BUS, type EventBus } from '@bellwether/platform/events';
import { inTransaction } from '@bellwether/platform/relational';
import { currentTraceparent } from '@bellwether/platform/tracing';
import type { Logger } from 'pino';
import type { DataSource, EntityManager } from 'typeorm';
import { OutboxEntity } from '../database/outbox.entity.js';
import { DOMAIN } from '../domain.js';

/** How often the table is looked at when nobody says that there is something, in milliseconds. */
const SWEEP_MS = 5_000;

/**
 * Events that leave with the transaction that they tell of. The transaction writes them into a table; once it has
 * committed they are published and taken out, in order, each in a transaction of its own: the database's connection is
 * held for one event at a time, and a crash or a bus that fails repeats one event at most, and loses none.
 */
@Injectable()
export class Outbox implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private draining: Promise<void> | undefined;
  private again = false;

  constructor(
    @InjectDataSource(DOMAIN) private readonly dataSource: DataSource,
    @Inject(EVENT_BUS) private readonly bus: EventBus,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.drain(), SWEEP_MS);
    void this.drain();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.draining;
  }

  /** Writes an event as part of a transaction; `drain` after its commit sends it on. */
  async add(manager: EntityManager, type: string, data: object): Promise<void> {
    const traceparent = currentTraceparent() ?? null;
    await manager.insert(OutboxEntity, { type, data, traceparent, created_at: this.clock().getTime() });
  }

  /** Publishes what is there. Never fails: what could not be published stays for the next time. */
  drain(): Promise<void> {
    this.again = true;
    this.draining ??= this.drainUntilEmpty().finally(() => (this.draining = undefined));
    return this.draining;
  }

  private async drainUntilEmpty(): Promise<void> {
    try {
      while (this.again) {
        this.again = false;
        while (await this.publishOldest());
      }
    } catch (error) {
      this.logger.warn({ err: error }, 'events wait in the outbox: publishing failed');
    }
  }

  /** @returns whether there was an event to publish. */
  private publishOldest(): Promise<boolean> {
    return inTransaction(this.dataSource, async (manager) => {
      // Replicas take turns, or events of one model could overtake each other; who finds the lock taken has nothing to do.
      const locked: unknown = await manager.query('SELECT pg_try_advisory_xact_lock(hashtext($1)) AS mine', [
        'bellwether model-registry outbox',
      ]);
      if (!(locked as { mine: boolean }[])[0]?.mine) return false;
      const [event] = await manager.find(OutboxEntity, { order: { id: 'ASC' }, take: 1 });
      if (event === undefined) return false;
      const { type, data, traceparent } = event;
      // The row's own id, so that a publication repeated after a crash is the same event.
      await this.bus.publish(type, data, { id: `outbox-${event.event_id}`, traceparent: traceparent ?? undefined });
      await manager.delete(OutboxEntity, { id: event.id });
      return true;
    });
  }
}
