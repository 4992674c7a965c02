import { z } from 'zod';
import { mlflowCall } from './call.js';
import { Empty, Int64, repeated, RequiredText, Text } from './scalars.js';

/** What webhooks can be told of: names of protobuf's enumerations, e.g. `MODEL_VERSION` and `CREATED`. */
export const WebhookEvent = z.object({ entity: RequiredText, action: RequiredText });
export type WebhookEvent = z.output<typeof WebhookEvent>;

export const WebhookStatus = z.enum(['ACTIVE', 'DISABLED']);
export type WebhookStatus = z.output<typeof WebhookStatus>;

/** Its secret is taken and never told. */
export const Webhook = z.object({
  webhook_id: z.string(),
  name: z.string(),
  description: z.string().optional(),
  url: z.string(),
  events: repeated(WebhookEvent),
  status: WebhookStatus,
  creation_timestamp: Int64,
  last_updated_timestamp: Int64,
});
export type Webhook = z.output<typeof Webhook>;

export const WebhookTestResult = z.object({
  success: z.boolean(),
  response_status: z.int().optional(),
  response_body: z.string().optional(),
  error_message: z.string().optional(),
});
export type WebhookTestResult = z.output<typeof WebhookTestResult>;

const byId = z.object({ webhook_id: RequiredText });
const oneWebhook = z.object({ webhook: Webhook });

export const createWebhook = mlflowCall(
  'POST',
  'webhooks',
  'admin',
  z.object({
    name: RequiredText,
    url: RequiredText,
    events: repeated(WebhookEvent),
    description: Text.optional(),
    secret: Text.optional(),
    status: WebhookStatus.optional(),
  }),
  oneWebhook,
);

export const listWebhooks = mlflowCall(
  'GET',
  'webhooks',
  'engineer',
  z.object({ max_results: Int64.optional(), page_token: Text.optional() }),
  z.object({ webhooks: repeated(Webhook), next_page_token: z.string().optional() }),
);

export const getWebhook = mlflowCall('GET', 'webhooks/:webhook_id', 'engineer', byId, oneWebhook);

export const updateWebhook = mlflowCall(
  'PATCH',
  'webhooks/:webhook_id',
  'admin',
  byId.extend({
    name: RequiredText.optional(),
    url: RequiredText.optional(),
    events: repeated(WebhookEvent),
    description: Text.optional(),
    secret: Text.optional(),
    status: WebhookStatus.optional(),
  }),
  oneWebhook,
);

export const deleteWebhook = mlflowCall('DELETE', 'webhooks/:webhook_id', 'admin', byId, Empty);

export const testWebhook = mlflowCall(
  'POST',
  'webhooks/:webhook_id/test',
  'admin',
  byId.extend({ event: WebhookEvent.optional() }),
  z.object({ result: WebhookTestResult }),
  { load: 'waits' },
);
