import type { WebhookEventName } from '@bellwether/model-registry-core';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { int8 } from './int8.js';

/** Somebody who wants to be told of changes, and where. */
@Entity({ name: 'webhook' })
export class WebhookEntity {
  @PrimaryColumn({ type: 'uuid' })
  webhook_id!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  description!: string;

  @Column({ type: 'text' })
  url!: string;

  @Column({ type: 'text', array: true })
  events!: WebhookEventName[];

  /** What deliveries are signed with, sealed by SecretBox for this webhook alone; null where they are not signed. */
  @Column({ type: 'bytea', nullable: true })
  sealed_secret!: Uint8Array | null;

  @Column({ type: 'text' })
  status!: 'ACTIVE' | 'DISABLED';

  @Column({ type: 'bigint', transformer: int8 })
  creation_timestamp!: number;

  @Column({ type: 'bigint', transformer: int8 })
  last_updated_timestamp!: number;
}

/** One message to one webhook: waiting for its time, delivered, or given up with the reason. */
@Entity({ name: 'webhook_delivery' })
export class WebhookDeliveryEntity {
  /** Told to the receiver, the same in every try. */
  @PrimaryColumn({ type: 'uuid', generated: 'uuid' })
  delivery_id!: string;

  @Column({ type: 'uuid' })
  webhook_id!: string;

  @Column({ type: 'text' })
  event!: WebhookEventName;

  @Column({ type: 'text' })
  body!: string;

  @Column({ type: 'text' })
  status!: 'waiting' | 'delivered' | 'dead';

  @Column({ type: 'int' })
  attempts!: number;

  /** When it may be sent; while it is being sent, when whoever sends it is taken for dead. Milliseconds. */
  @Column({ type: 'bigint', transformer: int8 })
  due_at!: number;

  @Column({ type: 'int', nullable: true })
  response_status!: number | null;

  @Column({ type: 'text', nullable: true })
  error!: string | null;

  @Column({ type: 'bigint', transformer: int8 })
  created_at!: number;

  @Column({ type: 'bigint', transformer: int8, nullable: true })
  finished_at!: number | null;
}
