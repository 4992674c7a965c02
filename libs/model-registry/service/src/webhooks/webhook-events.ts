import { Inject, Injectable } from '@nestjs/common';
import type { WebhookEventName } from '@bellwether/model-registry-core';
import { CLOCK, type Clock } from '@bellwether/platform/bootstrap';
import type { EntityManager } from 'typeorm';
import { rows } from '../database/rows.js';
import { WebhookDispatcher } from './webhook-dispatcher.js';
import { webhookBody, type WebhookData } from './webhook-message.js';

/** Most messages that wait for one webhook; what comes then is given up at once. */
const MOST_WAITING = 1_000;

/** Owes webhooks the news of a change, as part of the change. */
@Injectable()
export class WebhookEvents {
  constructor(
    private readonly dispatcher: WebhookDispatcher,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Writes a message for every webhook that wants it, in the transaction of the change; `wake` after its commit. */
  async record<Event extends WebhookEventName>(
    manager: EntityManager,
    event: Event,
    data: WebhookData[Event],
  ): Promise<void> {
    const now = this.clock();
    await rows(
      manager,
      `INSERT INTO webhook_delivery (webhook_id, event, body, status, due_at, error, created_at, finished_at)
       SELECT w.webhook_id, $1, $2, CASE WHEN q.is_full THEN 'dead' ELSE 'waiting' END, $3,
              CASE WHEN q.is_full THEN 'too many messages wait for this webhook' END, $3,
              CASE WHEN q.is_full THEN $3::bigint END
       FROM webhook w CROSS JOIN LATERAL (
         SELECT count(*) >= $4 AS is_full FROM (
           SELECT FROM webhook_delivery d WHERE d.webhook_id = w.webhook_id AND d.status = 'waiting' LIMIT $4
         ) waiting
       ) q
       WHERE w.status = 'ACTIVE' AND $1 = ANY(w.events)`,
      [event, webhookBody(event, data, now), now.getTime(), MOST_WAITING],
    );
  }

  /** Sends on what was recorded, without waiting for it. */
  wake(): void {
    this.dispatcher.wake();
  }
}
