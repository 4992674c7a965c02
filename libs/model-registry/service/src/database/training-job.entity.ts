import { Column, Entity, PrimaryColumn } from 'typeorm';
import { int8 } from './int8.js';

/** A training as the registry knows it: which run it belongs to and, once over, how it ended. The queue runs it. */
@Entity({ name: 'training_job' })
export class TrainingJobEntity {
  @PrimaryColumn({ type: 'text' })
  job_id!: string;

  @Column({ type: 'text' })
  model_name!: string;

  @Column({ type: 'text' })
  run_id!: string;

  /** What the queue was given, so that a job that never reached it can be given again. */
  @Column({ type: 'jsonb' })
  payload!: object;

  @Column({ type: 'double precision' })
  estimated_minutes!: number;

  @Column({ type: 'bigint', transformer: int8 })
  created_at!: number;

  /** 0 goes first, 9 last. */
  @Column({ type: 'int' })
  priority!: number;

  /** When it was given to the job queue; null while it waits for others of its model. */
  @Column({ type: 'bigint', nullable: true, transformer: int8 })
  dispatched_at!: number | null;

  @Column({ type: 'bigint', nullable: true, transformer: int8 })
  finished_at!: number | null;

  /** Why it failed. */
  @Column({ type: 'text', nullable: true })
  error!: string | null;

  /** null while the job may still change. */
  @Column({ type: 'text', nullable: true })
  outcome!: 'succeeded' | 'failed' | 'cancelled' | null;

  /** How long it ran; of a job that succeeded. */
  @Column({ type: 'bigint', nullable: true, transformer: int8 })
  duration_ms!: number | null;
}
