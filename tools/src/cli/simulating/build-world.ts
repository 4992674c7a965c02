import type { JobView } from '@bellwether/contracts';
import type { Session } from '../session.js';
import { followJob } from '../stack/follow-job.js';
import type { ApiClient, Stack } from '../stack/stack.js';

/** A world to be built in a stack's store. */
export interface WorldBuild {
  /** For instance `the shop up to 2026-03-01`. */
  readonly world: string;
  start(api: ApiClient): Promise<JobView>;
  /** What to say of it. @param rows what the job counted. */
  outcome(rows: Readonly<Record<string, number>>): string;
}

/** Builds a simulated world in the stack's store; one that stands already is not built again. */
export function buildWorld(session: Session, { api }: Stack, { world, start, outcome }: WorldBuild): Promise<JobView> {
  return followJob(
    session,
    `Simulating ${world}`,
    {
      start: () => start(api),
      get: (job_id) => api.getJob({ job_id }),
      cancel: (job_id) => api.cancelJob({ job_id }),
    },
    ({ result }) => outcome(result ?? {}),
  );
}
