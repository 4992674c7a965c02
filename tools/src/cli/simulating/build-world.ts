import type { JobView, SimulateHotelRequest } from '@bellwether/contracts';
import type { Session } from '../session.js';
import { followJob } from '../stack/follow-job.js';
import type { Stack } from '../stack/stack.js';
import { plural } from '../terminal/format.js';

/** Builds the simulated hotel of a day in the stack's store; one that stands already is not built again. */
export function buildWorld(session: Session, { api }: Stack, request: SimulateHotelRequest): Promise<JobView> {
  return followJob(
    session,
    `Simulating the hotel up to ${request.as_of}`,
    {
      start: () => api.simulateHotel(request),
      get: (job_id) => api.getJob({ job_id }),
      cancel: (job_id) => api.cancelJob({ job_id }),
    },
    ({ result }) => plural(result?.['bookings'] ?? 0, 'booking'),
  );
}
