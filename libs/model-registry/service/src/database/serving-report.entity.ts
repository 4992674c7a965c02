import type { RefusedVersion } from '@bellwether/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { int8 } from './int8.js';

/** The latest word of a replica on the version it serves. */
@Entity({ name: 'serving_report' })
export class ServingReportEntity {
  @PrimaryColumn({ type: 'text' })
  name!: string;

  @PrimaryColumn({ type: 'text' })
  replica!: string;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'double precision' })
  latency_ms_mean!: number;

  @Column({ type: 'bigint', transformer: int8 })
  requests!: number;

  @Column({ type: 'bigint', transformer: int8 })
  reported_at!: number;

  /** What it was to load and could not. */
  @Column({ type: 'jsonb' })
  refused!: RefusedVersion[];
}
