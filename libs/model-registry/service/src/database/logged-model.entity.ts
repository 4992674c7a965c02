import type { LifecycleStage, ModelStatus } from '@bellwether/model-registry-core';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { int8 } from './int8.js';

@Entity({ name: 'logged_model' })
export class LoggedModelEntity {
  @PrimaryColumn({ type: 'text' })
  model_id!: string;

  @Column({ type: 'bigint' })
  experiment_id!: string;

  @Column({ type: 'text' })
  name!: string;

  /** '' when the client says none, as is source_run_id. */
  @Column({ type: 'text' })
  model_type!: string;

  /** As the client gave it; the run need not exist. */
  @Column({ type: 'text' })
  source_run_id!: string;

  @Column({ type: 'text' })
  status!: ModelStatus;

  @Column({ type: 'text' })
  lifecycle_stage!: LifecycleStage;

  @Column({ type: 'bigint', transformer: int8 })
  creation_timestamp!: number;

  @Column({ type: 'bigint', transformer: int8 })
  last_updated_timestamp!: number;
}

@Entity({ name: 'logged_model_param' })
export class LoggedModelParamEntity {
  @PrimaryColumn({ type: 'text' })
  model_id!: string;

  @PrimaryColumn({ type: 'text' })
  key!: string;

  @Column({ type: 'text' })
  value!: string;
}

@Entity({ name: 'logged_model_tag' })
export class LoggedModelTagEntity {
  @PrimaryColumn({ type: 'text' })
  model_id!: string;

  @PrimaryColumn({ type: 'text' })
  key!: string;

  @Column({ type: 'text' })
  value!: string;
}
