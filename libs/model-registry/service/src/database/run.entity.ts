import type { mlflow } from '@bellwether/contracts';
import type { LifecycleStage } from '@bellwether/model-registry-core';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { int8 } from './int8.js';

export type RunStatus = mlflow.RunInfo['status'];

@Entity({ name: 'run' })
export class RunEntity {
  @PrimaryColumn({ type: 'text' })
  run_id!: string;

  @Column({ type: 'bigint' })
  experiment_id!: string;

  @Column({ type: 'text' })
  run_name!: string;

  @Column({ type: 'text' })
  user_id!: string;

  @Column({ type: 'text' })
  status!: RunStatus;

  @Column({ type: 'bigint', transformer: int8 })
  start_time!: number;

  @Column({ type: 'bigint', nullable: true, transformer: int8 })
  end_time!: number | null;

  @Column({ type: 'text' })
  lifecycle_stage!: LifecycleStage;

  @Column({ type: 'text' })
  artifact_uri!: string;
}

@Entity({ name: 'run_param' })
export class RunParamEntity {
  @PrimaryColumn({ type: 'text' })
  run_id!: string;

  @PrimaryColumn({ type: 'text' })
  key!: string;

  @Column({ type: 'text' })
  value!: string;
}

@Entity({ name: 'run_tag' })
export class RunTagEntity {
  @PrimaryColumn({ type: 'text' })
  run_id!: string;

  @PrimaryColumn({ type: 'text' })
  key!: string;

  @Column({ type: 'text' })
  value!: string;
}

/** The latest point of each metric of a run; the whole history is the table `metric`, which only SQL touches. */
@Entity({ name: 'latest_metric' })
export class LatestMetricEntity {
  @PrimaryColumn({ type: 'text' })
  run_id!: string;

  @PrimaryColumn({ type: 'text' })
  key!: string;

  @Column({ type: 'double precision' })
  value!: number;

  @Column({ type: 'bigint', transformer: int8 })
  timestamp!: number;

  @Column({ type: 'bigint', transformer: int8 })
  step!: number;
}
