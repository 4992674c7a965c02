import type { RolloutGuard, RolloutMode } from '@bellwether/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { int8 } from './int8.js';

/** A version on trial as it is kept. */
export interface StoredChallenger {
  readonly version: number;
  readonly share: number;
  /** Why its share was taken from it. */
  readonly stopped?: string;
  /** Whether it is on trial only because somebody forced it. */
  readonly forced?: true;
}

/** A rollout of a model; of those of one model, at most one has no end. */
@Entity({ name: 'rollout' })
export class RolloutEntity {
  @PrimaryColumn({ type: 'text' })
  rollout_id!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  mode!: RolloutMode;

  /** Counts the changes: whoever changes a row says from which. */
  @Column({ type: 'int' })
  revision!: number;

  @Column({ type: 'jsonb' })
  challengers!: StoredChallenger[];

  @Column({ type: 'jsonb' })
  guard!: RolloutGuard;

  /** Why it ended, or what it was last changed for. */
  @Column({ type: 'text' })
  reason!: string;

  @Column({ type: 'bigint', transformer: int8 })
  started_at!: number;

  @Column({ type: 'bigint', transformer: int8 })
  changed_at!: number;

  @Column({ type: 'bigint', nullable: true, transformer: int8 })
  ended_at!: number | null;
}

export type RolloutAction = 'started' | 'changed' | 'stopped' | 'ended';

/** How a rollout came to be as it is. Rows are only ever added. */
@Entity({ name: 'rollout_change' })
export class RolloutChangeEntity {
  @PrimaryColumn({ type: 'text' })
  rollout_id!: string;

  @PrimaryColumn({ type: 'int' })
  revision!: number;

  @Column({ type: 'text' })
  action!: RolloutAction;

  @Column({ type: 'jsonb' })
  challengers!: StoredChallenger[];

  @Column({ type: 'text' })
  reason!: string;

  @Column({ type: 'bigint', transformer: int8 })
  changed_at!: number;
}

/** What a replica says of the requests of a version in a rollout: all of them, and the recent ones. */
@Entity({ name: 'rollout_traffic' })
export class RolloutTrafficEntity {
  @PrimaryColumn({ type: 'text' })
  rollout_id!: string;

  @PrimaryColumn({ type: 'text' })
  replica!: string;

  @PrimaryColumn({ type: 'int' })
  version!: number;

  @Column({ type: 'bigint', transformer: int8 })
  requests!: number;

  @Column({ type: 'bigint', transformer: int8 })
  errors!: number;

  @Column({ type: 'double precision' })
  latency_ms_sum!: number;

  @Column({ type: 'double precision' })
  recent_requests!: number;

  @Column({ type: 'double precision' })
  recent_errors!: number;

  @Column({ type: 'double precision' })
  recent_latency_ms_sum!: number;

  @Column({ type: 'bigint', transformer: int8 })
  reported_at!: number;
}
