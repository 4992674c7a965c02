import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '@bellwether/platform/bootstrap';
import { guardedPost, type GuardedAnswer } from '@bellwether/platform/outbound';
import type { WebhookEntity } from '../database/webhook.entity.js';
import { webhookHeaders } from './webhook-message.js';
import { WebhookSettings } from './webhook-settings.js';

const TIMEOUT_MS = 10_000;
/** What is read of a receiver's answer, in bytes. */
const MAX_ANSWER_BYTES = 4_096;

/** Sends one message to one webhook, once. */
@Injectable()
export class WebhookSender {
  constructor(
    private readonly settings: WebhookSettings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws PERMISSION_DENIED, UNAVAILABLE, DEADLINE_EXCEEDED as guardedPost; FAILED_PRECONDITION without the secret. */
  send({ webhook_id, url, sealed_secret }: WebhookEntity, deliveryId: string, body: string): Promise<GuardedAnswer> {
    const { policy, lookup } = this.settings;
    const secret = sealed_secret === null ? undefined : this.settings.open(sealed_secret, webhook_id);
    return guardedPost({
      ...{ url, body, policy, timeoutMs: TIMEOUT_MS, maxAnswerBytes: MAX_ANSWER_BYTES },
      headers: webhookHeaders(deliveryId, this.clock(), body, secret),
      ...(lookup !== undefined && { lookup }),
    });
  }
}
