import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { mlflow } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import {
  checkWebhookName,
  checkWebhookSecret,
  readWebhookEvent,
  readWebhookEvents,
  readWebhookUrl,
  WEBHOOK_PAGE,
  writeWebhookEvent,
} from '@bellwether/model-registry-core';
import { CLOCK, type Clock } from '@bellwether/platform/bootstrap';
import { inTransaction } from '@bellwether/platform/relational';
import type { DataSource, EntityManager } from 'typeorm';
import { AuditLog } from '../audit/audit-log.js';
import { WebhookEntity } from '../database/webhook.entity.js';
import { DOMAIN } from '../domain.js';
import { Page } from '../search/page.js';
import { EXAMPLES, webhookBody } from './webhook-message.js';
import { WebhookSender } from './webhook-sender.js';
import { WebhookSettings } from './webhook-settings.js';

type Request<Call extends mlflow.MlflowCall> = mlflow.MlflowRequest<Call>;
type WebhookView = mlflow.MlflowResponseInput<typeof mlflow.getWebhook>['webhook'];
type TestResult = mlflow.MlflowResponseInput<typeof mlflow.testWebhook>['result'];

/** Each event is a message to each: so many are a mail-bomb of one's own. */
const MOST_WEBHOOKS = 100;

/** Who wants to be told of changes of the registry. */
@Injectable()
export class WebhooksService {
  constructor(
    @InjectDataSource(DOMAIN) private readonly dataSource: DataSource,
    private readonly settings: WebhookSettings,
    private readonly sender: WebhookSender,
    private readonly audit: AuditLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws INVALID_ARGUMENT for a field that is refused, or when there are too many webhooks. */
  async create(request: Request<typeof mlflow.createWebhook>): Promise<WebhookView> {
    const webhook_id = randomUUID();
    const now = this.clock().getTime();
    const webhook: WebhookEntity = {
      webhook_id,
      name: nameOf(request.name),
      description: request.description ?? '',
      url: readWebhookUrl(request.url, this.settings.policy.protocols),
      events: readWebhookEvents(request.events),
      sealed_secret: request.secret ? this.sealed(request.secret, webhook_id) : null,
      status: request.status ?? 'ACTIVE',
      creation_timestamp: now,
      last_updated_timestamp: now,
    };
    await inTransaction(this.dataSource, async (manager) => {
      if ((await manager.count(WebhookEntity)) >= MOST_WEBHOOKS) {
        throw new DomainError('INVALID_ARGUMENT', `There may be at most ${MOST_WEBHOOKS} webhooks`);
      }
      await manager.insert(WebhookEntity, webhook);
      await this.record(manager, 'webhook.created', undefined, webhook);
    });
    return viewOf(webhook);
  }

  /** In order of creation. */
  async list(request: Request<typeof mlflow.listWebhooks>) {
    const page = new Page(request, WEBHOOK_PAGE, 'webhooks');
    const found = await this.dataSource.manager.find(WebhookEntity, {
      order: { creation_timestamp: 'ASC', webhook_id: 'ASC' },
      skip: page.offset,
      take: page.limit,
    });
    const { rows: shown, next } = page.cut(found);
    return { webhooks: shown.map(viewOf), ...next };
  }

  async get(webhookId: string): Promise<WebhookView> {
    return viewOf(await this.find(webhookId));
  }

  /** What is left out stays; events are replaced by those named. */
  async update({ webhook_id, ...change }: Request<typeof mlflow.updateWebhook>): Promise<WebhookView> {
    return inTransaction(this.dataSource, async (manager) => {
      const found = await this.find(webhook_id, manager);
      const { name, description, url, events, secret, status } = change;
      const changed: WebhookEntity = {
        ...found,
        ...(name !== undefined && { name: nameOf(name) }),
        ...(description !== undefined && { description }),
        ...(url !== undefined && { url: readWebhookUrl(url, this.settings.policy.protocols) }),
        ...(events.length > 0 && { events: readWebhookEvents(events) }),
        ...(secret !== undefined && { sealed_secret: this.sealed(secret, found.webhook_id) }),
        ...(status !== undefined && { status }),
        // Two changes within a millisecond are still one after the other.
        last_updated_timestamp: Math.max(this.clock().getTime(), found.last_updated_timestamp + 1),
      };
      await manager.update(WebhookEntity, { webhook_id: found.webhook_id }, changed);
      await this.record(manager, 'webhook.changed', found, changed);
      return viewOf(changed);
    });
  }

  /** With what is still owed to it. */
  async delete(webhookId: string): Promise<void> {
    await inTransaction(this.dataSource, async (manager) => {
      const webhook = await this.find(webhookId, manager);
      const { affected } = await manager.delete(WebhookEntity, { webhook_id: webhook.webhook_id });
      // Of two who delete it at once, one does.
      if (affected === 1) await this.record(manager, 'webhook.deleted', webhook);
    });
  }

  /** Sends an example of an event, the webhook's first where none is named, once, and tells how that went. */
  async test({ webhook_id, event }: Request<typeof mlflow.testWebhook>): Promise<TestResult> {
    const webhook = await this.find(webhook_id);
    const tested = event === undefined ? webhook.events[0]! : readWebhookEvent(event);
    const body = webhookBody(tested, EXAMPLES[tested], this.clock());
    try {
      const answer = await this.sender.send(webhook, randomUUID(), body);
      const success = answer.status >= 200 && answer.status < 300;
      return { success, response_status: answer.status, response_body: answer.body };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return { success: false, error_message: `Failed to test webhook: ${error.message}` };
    }
  }

  /** Whether there is a secret may be told, what it is may not. */
  private record(
    manager: EntityManager,
    action: 'webhook.created' | 'webhook.changed' | 'webhook.deleted',
    before?: WebhookEntity,
    after?: WebhookEntity,
  ): Promise<void> {
    const told = (webhook: WebhookEntity) => ({ ...viewOf(webhook), signed: webhook.sealed_secret !== null });
    return this.audit.record(manager, {
      action,
      model: '',
      subject: (after ?? before)!.webhook_id,
      ...(before && { before: told(before) }),
      ...(after && { after: told(after) }),
    });
  }

  private sealed(secret: string, webhookId: string): Uint8Array {
    checkWebhookSecret(secret);
    return this.settings.seal(secret, webhookId);
  }

  /** @throws NOT_FOUND */
  private async find(webhookId: string, manager: EntityManager = this.dataSource.manager): Promise<WebhookEntity> {
    const found = UUID.test(webhookId) ? await manager.findOneBy(WebhookEntity, { webhook_id: webhookId }) : null;
    if (found === null) throw new DomainError('NOT_FOUND', `Webhook with ID ${webhookId.slice(0, 100)} not found.`);
    return found;
  }
}

/** What the column takes; anything else names no webhook. */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function nameOf(name: string): string {
  checkWebhookName(name);
  return name;
}

function viewOf({ sealed_secret: _, events, description, ...webhook }: WebhookEntity): WebhookView {
  return { ...webhook, ...(description !== '' && { description }), events: events.map(writeWebhookEvent) };
}
