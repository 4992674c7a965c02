import { Column, Entity, PrimaryColumn } from 'typeorm';
import { int8 } from './int8.js';

/** An event that a committed transaction owes the event bus. */
@Entity({ name: 'outbox' })
export class OutboxEntity {
  @PrimaryColumn({ type: 'bigint', generated: 'identity' })
  id!: string;

  /** Id of the event, whoever publishes the row and however often. */
  @Column({ type: 'uuid', generated: 'uuid' })
  event_id!: string;

  @Column({ type: 'text' })
  type!: string;

  @Column({ type: 'jsonb' })
  data!: object;

  /** Trace context of the request that the event came from. */
  @Column({ type: 'text', nullable: true })
  traceparent!: string | null;

  @Column({ type: 'bigint', transformer: int8 })
  created_at!: number;
}
