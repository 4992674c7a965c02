import type { RunEntity } from '../database/run.entity.js';

/** A row of `run` as the driver hands it over: 64-bit integers are text. */
export interface RunRow extends Omit<RunEntity, 'start_time' | 'end_time'> {
  readonly start_time: string;
  readonly end_time: string | null;
  /** Counted up by each change of the run and of what is logged to it. */
  readonly revision: string;
}

export function runOfRow(row: RunRow): RunEntity {
  const { run_id, experiment_id, run_name, user_id, status, lifecycle_stage, artifact_uri } = row;
  return {
    ...{ run_id, experiment_id, run_name, user_id, status, lifecycle_stage, artifact_uri },
    start_time: Number(row.start_time),
    end_time: row.end_time === null ? null : Number(row.end_time),
  };
}
