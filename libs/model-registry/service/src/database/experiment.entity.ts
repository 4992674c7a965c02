import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LifecycleStage } from '@bellwether/model-registry-core';
import { int8 } from './int8.js';

@Entity({ name: 'experiment' })
export class ExperimentEntity {
  /** A whole number that the database gives out; text, as the protocol has it. */
  @PrimaryColumn({ type: 'bigint', generated: 'identity' })
  experiment_id!: string;

  /** Unique among all experiments, deleted ones included. */
  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  lifecycle_stage!: LifecycleStage;

  @Column({ type: 'bigint', transformer: int8 })
  creation_time!: number;

  @Column({ type: 'bigint', transformer: int8 })
  last_update_time!: number;
}

@Entity({ name: 'experiment_tag' })
export class ExperimentTagEntity {
  @PrimaryColumn({ type: 'bigint' })
  experiment_id!: string;

  @PrimaryColumn({ type: 'text' })
  key!: string;

  @Column({ type: 'text' })
  value!: string;
}
