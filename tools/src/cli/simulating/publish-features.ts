import type {
  JobView,
  PublishFeaturesRequest,
  PublishReservationsRequest,
  publishSegments as publishSegmentsOperation,
  publishStock as publishStockOperation,
  RequestInput,
} from '@bellwether/contracts';
import type { Session } from '../session.js';
import { followJob } from '../stack/follow-job.js';
import type { Stack } from '../stack/stack.js';
import { plural } from '../terminal/format.js';

/** Computes the features of the open bookings and pushes them to where predictions are made. */
export function publishFeatures(session: Session, stack: Stack, request: PublishFeaturesRequest): Promise<JobView> {
  return publish(session, stack, {
    title: 'Publishing features',
    start: () => stack.api.publishFeatures(request),
    counted: ['bookings', 'open booking'],
  });
}

/** Pushes the reservations to where forecasts are made. */
export function publishReservations(
  session: Session,
  stack: Stack,
  request: PublishReservationsRequest,
): Promise<JobView> {
  return publish(session, stack, {
    title: 'Publishing reservations',
    start: () => stack.api.publishReservations(request),
    counted: ['reservations', 'reservation'],
  });
}

/** Pushes the stock of a shop to where orders are advised. */
export function publishStock(
  session: Session,
  stack: Stack,
  request: RequestInput<typeof publishStockOperation>,
): Promise<JobView> {
  return publish(session, stack, {
    title: 'Publishing stock',
    start: () => stack.api.publishStock(request),
    counted: ['products', 'product'],
  });
}

/** Computes the segments of a shop's customers and pushes them to where they are asked for. */
export function publishSegments(
  session: Session,
  stack: Stack,
  request: RequestInput<typeof publishSegmentsOperation>,
): Promise<JobView> {
  return publish(session, stack, {
    title: 'Publishing segments',
    start: () => stack.api.publishSegments(request),
    counted: ['customers', 'customer'],
  });
}

interface Publication {
  readonly title: string;
  readonly start: () => Promise<JobView>;
  /** Of the job's result, and what it is a number of. */
  readonly counted: readonly [name: string, noun: string];
}

function publish(
  session: Session,
  { api }: Stack,
  { title, start, counted: [name, noun] }: Publication,
): Promise<JobView> {
  return followJob(
    session,
    title,
    { start, get: (job_id) => api.getJob({ job_id }), cancel: (job_id) => api.cancelJob({ job_id }) },
    ({ result }) => plural(result?.[name] ?? 0, noun),
  );
}
