import type { mlflow } from '@bellwether/contracts';
import { duration, NOTHING } from '../data/format.js';

type Info = Pick<mlflow.RunInfo, 'start_time' | 'end_time'>;

/** How long a run took, in milliseconds; undefined while it runs, and where its client told no times. */
export function tookMs({ start_time, end_time }: Info): number | undefined {
  return start_time === undefined || !end_time ? undefined : end_time - start_time;
}

export function tookText(info: Info): string {
  const ms = tookMs(info);
  return ms === undefined ? NOTHING : duration(ms);
}

/** The name that a run was given, else the beginning of its id. */
export function nameOf({ run_name, run_id }: Pick<mlflow.RunInfo, 'run_name' | 'run_id'>): string {
  return run_name || run_id.slice(0, 8);
}
