import { DomainError } from '@bellwether/errors';
import type { DomainEvent, PublishOptions } from './event-bus.js';
import type { EventBusSettings } from './event-bus-options.js';

const MAX_EVENT_BYTES = 1_000_000;
const NAME = /^[A-Za-z0-9][\w.:-]{0,199}$/;

/** @throws INVALID_ARGUMENT for a type, id or data that is malformed or too large. */
export function newEvent<Data>(
  type: string,
  data: Data,
  { id, traceparent }: PublishOptions,
  { newId, clock }: EventBusSettings,
): { readonly event: DomainEvent<Data>; readonly json: string } {
  checkName('type', type);
  if (id !== undefined) checkName('id', id);
  const event: DomainEvent<Data> = {
    id: id ?? newId(),
    type,
    occurred_at: clock().toISOString(),
    ...(traceparent !== undefined && { traceparent }),
    data,
  };
  return { event, json: jsonOf(event) };
}

export function checkName(argument: string, value: string): void {
  if (NAME.test(value)) return;
  const message = `${argument} of an event must be 1–200 letters, digits or . : _ -, got ${JSON.stringify(value)}`;
  throw new DomainError('INVALID_ARGUMENT', message);
}

function jsonOf(event: DomainEvent): string {
  let json: string;
  try {
    json = JSON.stringify(event);
  } catch (error) {
    throw new DomainError('INVALID_ARGUMENT', `data of an event must be JSON: ${String(error)}`, { cause: error });
  }
  const bytes = Buffer.byteLength(json);
  if (bytes <= MAX_EVENT_BYTES) return json;
  throw new DomainError('INVALID_ARGUMENT', `an event must be at most ${MAX_EVENT_BYTES} bytes of JSON, got ${bytes}`);
}
