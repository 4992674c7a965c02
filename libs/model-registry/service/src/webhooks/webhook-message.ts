import { createHmac } from 'node:crypto';
import type { WebhookEventName } from '@bellwether/model-registry-core';

/** What is told of each event. */
export interface WebhookData {
  readonly 'registered_model.created': {
    readonly name: string;
    readonly tags: Readonly<Record<string, string>>;
    readonly description: string | null;
  };
  readonly 'model_version.created': {
    readonly name: string;
    readonly version: string;
    readonly source: string;
    readonly run_id: string | null;
    readonly tags: Readonly<Record<string, string>>;
    readonly description: string | null;
  };
  readonly 'model_version_tag.set': {
    readonly name: string;
    readonly version: string;
    readonly key: string;
    readonly value: string;
  };
  readonly 'model_version_tag.deleted': { readonly name: string; readonly version: string; readonly key: string };
  readonly 'model_version_alias.created': { readonly name: string; readonly alias: string; readonly version: string };
  readonly 'model_version_alias.deleted': { readonly name: string; readonly alias: string };
}

const MODEL = { name: 'example_model', tags: { example_key: 'example_value' } };
const TAG = { name: 'example_model', version: '1', key: 'example_key' };
const RUN_ID = 'abcd1234abcd5678';

/** What a test delivery tells: values that nobody takes for theirs. */
export const EXAMPLES: WebhookData = {
  'registered_model.created': { ...MODEL, description: 'An example registered model' },
  'model_version.created': {
    ...{ ...MODEL, version: '1', source: `runs:/${RUN_ID}/model`, run_id: RUN_ID },
    description: 'An example model version',
  },
  'model_version_tag.set': { ...TAG, value: 'example_value' },
  'model_version_tag.deleted': TAG,
  'model_version_alias.created': { name: 'example_model', alias: 'example_alias', version: '1' },
  'model_version_alias.deleted': { name: 'example_model', alias: 'example_alias' },
};

/** The body of a delivery, as MLflow's receivers read it. */
export function webhookBody<Event extends WebhookEventName>(event: Event, data: WebhookData[Event], at: Date): string {
  const [entity, action] = event.split('.');
  return JSON.stringify({ entity, action, timestamp: at.toISOString(), data });
}

/**
 * The headers of one try. The signature is over the id, the time of sending and the body, so that a receiver can tell a
 * delivery that somebody kept and sends again.
 *
 * @param secret undefined where deliveries are not signed.
 */
export function webhookHeaders(
  deliveryId: string,
  at: Date,
  body: string,
  secret: string | undefined,
): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const headers = {
    'content-type': 'application/json',
    'x-mlflow-delivery-id': deliveryId,
    'x-mlflow-timestamp': timestamp,
  };
  if (secret === undefined) return headers;
  const signature = createHmac('sha256', secret).update(`${deliveryId}.${timestamp}.${body}`).digest('base64');
  return { ...headers, 'x-mlflow-signature': `v1,${signature}` };
}
