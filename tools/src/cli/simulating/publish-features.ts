import type {
  JobView,
  PublishFeaturesRequest,
  PublishReservationsRequest,
  RequestInput,
  publishStock as publishStockOperation,
} from '@bellwether/contracts';
import type { Session } from '../session.js';
import { followJob } from '../stack/follow-job.js';
import type { Stack } from '../stack/stack.js';
import { plural } from '../terminal/format.js';

/** Computes the features of the open bookings and pushes them to where predictions are made. */
export function publishFeatures(session: Session, { api }: Stack, request: PublishFeaturesRequest): Promise<JobView> {
  return followJob(
    session,
    'Publishing features',
    {
      start: () => api.publishFeatures(request),
      get: (job_id) => api.getJob({ job_id }),
      cancel: (job_id) => api.cancelJob({ job_id }),
    },
    ({ result }) => plural(result?.['bookings'] ?? 0, 'open booking'),
  );
}

/** Pushes the reservations to where forecasts are made. */
export function publishReservations(
  session: Session,
  { api }: Stack,
  request: PublishReservationsRequest,
): Promise<JobView> {
  return followJob(
    session,
    'Publishing reservations',
    {
      start: () => api.publishReservations(request),
      get: (job_id) => api.getJob({ job_id }),
      cancel: (job_id) => api.cancelJob({ job_id }),
    },
    ({ result }) => plural(result?.['reservations'] ?? 0, 'reservation'),
  );
}

/** Pushes the stock of a shop to where orders are advised. */
export function publishStock(
  session: Session,
  { api }: Stack,
  request: RequestInput<typeof publishStockOperation>,
): Promise<JobView> {
  return followJob(
    session,
    'Publishing stock',
    {
      start: () => api.publishStock(request),
      get: (job_id) => api.getJob({ job_id }),
      cancel: (job_id) => api.cancelJob({ job_id }),
    },
    ({ result }) => plural(result?.['products'] ?? 0, 'product'),
  );
}
