import { Column, Entity, PrimaryColumn } from 'typeorm';
import { int8 } from './int8.js';

/** An event that a committed transaction owes the event bus. */
@Entity({ name: 'outbox' })
export class OutboxEntity {
  @PrimaryColumn({ type: 'bigint', generated: 'identity' })
  id!: string;

  @Column({ type: 'text' })
  type!: string;

  @Column({ type: 'jsonb' })
  data!: object;

  @Column({ type: 'bigint', transformer: int8 })
  created_at!: number;
}
