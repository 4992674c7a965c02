import { randomInt } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DomainError } from '@bellwether/errors';
import { mayTakeLater, MOST_ATTEMPTS, retryDelayMs } from '@bellwether/model-registry-core';
import { CLOCK, LOGGER, type Clock } from '@bellwether/platform/bootstrap';
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import { rows } from '../database/rows.js';
import { WebhookDeliveryEntity, WebhookEntity } from '../database/webhook.entity.js';
import { DOMAIN } from '../domain.js';
import { WebhookSender } from './webhook-sender.js';

/** Sent at a time by one process. */
const BATCH = 8;
/** After so long a process that took a message is taken for dead; longer than a try can last. Milliseconds. */
const LEASE_MS = 60_000;
/** How often the table is looked at when nobody says that there is something, in milliseconds. */
const LONGEST_PAUSE_MS = 5_000;
const SHORTEST_PAUSE_MS = 50;
/** How long a message is kept once it is delivered or given up, and how many of each webhook. */
const KEPT_MS = 7 * 86_400_000;
const MOST_KEPT = 1_000;
const TIDY_EVERY_MS = 3_600_000;
const MAX_ERROR_CHARS = 500;

type Claimed = Pick<WebhookDeliveryEntity, 'delivery_id' | 'webhook_id' | 'body' | 'attempts'>;

/** How a try ended. */
interface Outcome {
  readonly status: WebhookDeliveryEntity['status'];
  readonly responseStatus: number | null;
  readonly error: string | null;
  readonly retryAfterSeconds?: number | undefined;
}

/**
 * Sends what the table owes to webhooks, with tries that come ever later. A message is taken for a time, so that replicas
 * take different ones and a crash gives it back; it may then arrive twice, with the same id.
 */
@Injectable()
export class WebhookDispatcher implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private draining: Promise<void> | undefined;
  private again = false;
  private running = false;
  private tidiedAt = 0;

  constructor(
    @InjectDataSource(DOMAIN) private readonly dataSource: DataSource,
    private readonly sender: WebhookSender,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.running = true;
    this.wake();
  }

  async onApplicationShutdown(): Promise<void> {
    this.running = false;
    clearTimeout(this.timer);
    await this.draining;
  }

  /** Looks for messages that are due. */
  wake(): void {
    if (!this.running) return;
    this.again = true;
    this.draining ??= this.drain().finally(() => (this.draining = undefined));
  }

  /** Never fails: what could not be sent stays for the next time. */
  private async drain(): Promise<void> {
    clearTimeout(this.timer);
    let pause = LONGEST_PAUSE_MS;
    try {
      while (this.again && this.running) {
        this.again = false;
        while (this.running && (await this.sendBatch())) continue;
      }
      await this.tidy();
      pause = await this.untilNext();
    } catch (error) {
      this.logger.warn({ err: error }, 'webhooks wait: their table cannot be read');
    }
    if (this.running) this.timer = setTimeout(() => this.wake(), this.again ? 0 : pause);
  }

  /** @returns whether there was anything to send. */
  private async sendBatch(): Promise<boolean> {
    const { manager } = this.dataSource;
    const now = this.clock().getTime();
    const claimed = await rows<Claimed>(
      manager,
      `UPDATE webhook_delivery SET attempts = attempts + 1, due_at = $1 WHERE delivery_id IN (
         SELECT delivery_id FROM webhook_delivery WHERE status = 'waiting' AND due_at <= $2
         ORDER BY due_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
       ) RETURNING delivery_id, webhook_id, body, attempts`,
      [now + LEASE_MS, now],
    );
    await Promise.all(claimed.map((delivery) => this.deliver(delivery)));
    return claimed.length > 0;
  }

  private async deliver(delivery: Claimed): Promise<void> {
    const { manager } = this.dataSource;
    const webhook = await manager.findOneBy(WebhookEntity, { webhook_id: delivery.webhook_id });
    // Its deliveries went with it.
    if (webhook === null) return;
    const outcome = webhook.status === 'ACTIVE' ? await this.trySending(webhook, delivery) : DISABLED;
    if (outcome.status === 'dead') {
      const { webhook_id, delivery_id } = delivery;
      this.logger.warn({ webhook_id, delivery_id, reason: outcome.error }, 'a message to a webhook was given up');
    }
    const now = this.clock().getTime();
    const draw = randomInt(2 ** 32) / 2 ** 32;
    const isOpen = outcome.status === 'waiting';
    await manager.update(
      WebhookDeliveryEntity,
      { delivery_id: delivery.delivery_id },
      {
        status: outcome.status,
        response_status: outcome.responseStatus,
        error: outcome.error,
        ...(isOpen && { due_at: Math.ceil(now + retryDelayMs(delivery.attempts, draw, outcome.retryAfterSeconds)) }),
        finished_at: isOpen ? null : now,
      },
    );
  }

  private async trySending(webhook: WebhookEntity, { delivery_id, body, attempts }: Claimed): Promise<Outcome> {
    const afterFailure = attempts < MOST_ATTEMPTS ? 'waiting' : 'dead';
    try {
      const { status, retryAfterSeconds } = await this.sender.send(webhook, delivery_id, body);
      if (status >= 200 && status < 300) return { status: 'delivered', responseStatus: status, error: null };
      const error = `the receiver answered ${status}`;
      return { status: mayTakeLater(status) ? afterFailure : 'dead', responseStatus: status, error, retryAfterSeconds };
    } catch (failure) {
      const error = messageOf(failure);
      // An address that may not be called is not tried again: whoever waits for the name to change gets no second look.
      const isFinal = failure instanceof DomainError && failure.code === 'PERMISSION_DENIED';
      return { status: isFinal ? 'dead' : afterFailure, responseStatus: null, error };
    }
  }

  /** @returns milliseconds until the next message is due. */
  private async untilNext(): Promise<number> {
    const [next] = await rows<{ due_at: string | null }>(
      this.dataSource.manager,
      `SELECT min(due_at) AS due_at FROM webhook_delivery WHERE status = 'waiting'`,
    );
    if (next === undefined || next.due_at === null) return LONGEST_PAUSE_MS;
    const wait = Number(next.due_at) - this.clock().getTime();
    return Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, wait));
  }

  private async tidy(): Promise<void> {
    const now = this.clock().getTime();
    if (now - this.tidiedAt < TIDY_EVERY_MS) return;
    this.tidiedAt = now;
    await rows(
      this.dataSource.manager,
      `DELETE FROM webhook_delivery WHERE finished_at < $1 OR delivery_id IN (
         SELECT delivery_id FROM (
           SELECT delivery_id, row_number() OVER (PARTITION BY webhook_id ORDER BY finished_at DESC) AS place
           FROM webhook_delivery WHERE finished_at IS NOT NULL
         ) kept WHERE place > ${MOST_KEPT}
       )`,
      [now - KEPT_MS],
    );
  }
}

const DISABLED: Outcome = { status: 'dead', responseStatus: null, error: 'the webhook was disabled' };

function messageOf(failure: unknown): string {
  return (failure instanceof Error ? failure.message : String(failure)).slice(0, MAX_ERROR_CHARS);
}
