import type { Stage } from '@bellwether/model-registry-core';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { int8 } from './int8.js';

/** In which stage a version was from when on. Rows are only ever added. */
@Entity({ name: 'stage_history' })
export class StageHistoryEntity {
  @PrimaryColumn({ type: 'bigint', generated: 'identity' })
  id!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'int' })
  version!: number;

  /** null when the version was deleted. */
  @Column({ type: 'text', nullable: true })
  stage!: Stage | null;

  @Column({ type: 'bigint', transformer: int8 })
  changed_at!: number;

  /** Principal; '' before that was recorded. */
  @Column({ type: 'text' })
  changed_by!: string;

  @Column({ type: 'text' })
  reason!: string;
}
