import { DomainError } from '@bellwether/errors';

/** What webhooks are told of, as `entity.action`. */
export const WEBHOOK_EVENT_NAMES = [
  'registered_model.created',
  'model_version.created',
  'model_version_tag.set',
  'model_version_tag.deleted',
  'model_version_alias.created',
  'model_version_alias.deleted',
] as const;
export type WebhookEventName = (typeof WEBHOOK_EVENT_NAMES)[number];

/** An event as the protocol writes it: names of protobuf's enumerations, in capitals. */
export interface WrittenEvent {
  readonly entity: string;
  readonly action: string;
}

/** @throws INVALID_ARGUMENT for what this registry tells nobody of, such as prompts. */
export function readWebhookEvent({ entity, action }: WrittenEvent): WebhookEventName {
  const name = `${entity}.${action}`.toLowerCase();
  const known = WEBHOOK_EVENT_NAMES.find((each) => each === name);
  if (known !== undefined) return known;
  throw new DomainError(
    'INVALID_ARGUMENT',
    `Invalid action '${action.slice(0, 50)}' for entity '${entity.slice(0, 50)}'. ` +
      `Events are: ${WEBHOOK_EVENT_NAMES.join(', ')}`,
  );
}

export function writeWebhookEvent(name: WebhookEventName): WrittenEvent {
  const [entity = '', action = ''] = name.toUpperCase().split('.');
  return { entity, action };
}

/** The events of a webhook, each once, in the order of the table. @throws INVALID_ARGUMENT for none. */
export function readWebhookEvents(written: readonly WrittenEvent[]): WebhookEventName[] {
  if (written.length === 0) throw new DomainError('INVALID_ARGUMENT', 'Webhook events cannot be empty');
  const wanted = new Set(written.map(readWebhookEvent));
  return WEBHOOK_EVENT_NAMES.filter((name) => wanted.has(name));
}
