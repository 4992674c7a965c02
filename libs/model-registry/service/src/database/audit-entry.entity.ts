import type { AuditAction } from '@bellwether/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { int8 } from './int8.js';

/** One change of the registry. Rows are only ever added: the database refuses all else. */
@Entity({ name: 'audit_entry' })
export class AuditEntryEntity {
  /** Transaction that wrote it: the database's own counter, as text. */
  @PrimaryColumn({ type: 'bigint' })
  tx!: string;

  @PrimaryColumn({ type: 'bigint', generated: 'identity' })
  id!: string;

  @Column({ type: 'bigint', transformer: int8 })
  at!: number;

  @Column({ type: 'text' })
  actor!: string;

  /** '' where callers are not asked. */
  @Column({ type: 'text' })
  role!: string;

  @Column({ type: 'text' })
  request_id!: string;

  @Column({ type: 'text' })
  action!: AuditAction;

  @Column({ type: 'text' })
  model_name!: string;

  @Column({ type: 'int', nullable: true })
  version!: number | null;

  @Column({ type: 'text', nullable: true })
  subject!: string | null;

  @Column({ type: 'text' })
  reason!: string;

  @Column({ type: 'jsonb', nullable: true })
  before!: object | null;

  @Column({ type: 'jsonb', nullable: true })
  after!: object | null;
}
