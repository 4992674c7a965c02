import type { GateEvidence, GateRuleResult } from '@bellwether/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { int8 } from './int8.js';

/** What the gate of its model said of a version; the newest row counts. */
@Entity({ name: 'gate_result' })
export class GateResultEntity {
  @PrimaryColumn({ type: 'bigint', generated: 'identity' })
  id!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'boolean' })
  passed!: boolean;

  /** The version in production at that time; null when there was none. */
  @Column({ type: 'int', nullable: true })
  champion_version!: number | null;

  @Column({ type: 'jsonb' })
  rules!: GateRuleResult[];

  /** What it was judged by, as it was sent. */
  @Column({ type: 'jsonb' })
  evidence!: GateEvidence;

  @Column({ type: 'bigint', transformer: int8 })
  decided_at!: number;

  /** Principal that sent the evidence. */
  @Column({ type: 'text' })
  decided_by!: string;
}
