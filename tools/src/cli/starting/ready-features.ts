import type { Session } from '../session.js';
import { followJob } from '../stack/follow-job.js';
import type { Stack } from '../stack/stack.js';
import { plural } from '../terminal/format.js';

const VIEWS = ['property_features', 'user_features', 'engagement_features'] as const;

/** Puts the newest features of the marketplace where they are read by key. */
export async function readyFeatures(session: Session, { api }: Stack): Promise<void> {
  for (const view of VIEWS) {
    await followJob(
      session,
      `Computing ${view}`,
      {
        start: () => api.materializeFeatures({ view }),
        get: (job_id) => api.getJob({ job_id }),
        cancel: (job_id) => api.cancelJob({ job_id }),
      },
      ({ result }) => plural(result?.['rows'] ?? 0, 'row'),
    );
  }
}
