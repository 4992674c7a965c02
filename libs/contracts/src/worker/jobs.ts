import { z } from 'zod';
import { Identifier, Instant, IsoDate, Money } from '../fields.js';
import { operation } from '../operation.js';

const worker = { domain: 'worker' } as const;

/** A piece of long work: an import, a simulation, a feature build, a training. */
export const JobView = z.strictObject({
  job_id: z.string(),
  kind: z.string(),
  status: z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled']),
  /** Share done, in [0, 1]. */
  progress: z.number(),
  message: z.string(),
  /** Counts of what was done, when done: rows read, accepted, rejected … */
  result: z.record(z.string(), z.number()).optional(),
  error: z.string().optional(),
  created_at: Instant,
  finished_at: Instant.optional(),
});
export type JobView = z.output<typeof JobView>;

/** How the columns of a file are those of an importer. */
export const ImportMapping = z.strictObject({
  /** The file's column, by the importer's. */
  columns: z.record(z.string(), z.string().min(1).max(256)).default({}),
  /** A text that stands in every row, by the importer's column. */
  fixed: z.record(z.string(), z.string().max(256)).default({}),
  /** Columns of the file that are regressors of a series, by the name that they are to have. */
  regressors: z.record(z.string(), z.string().min(1).max(256)).default({}),
  /** Of days and instants: YYYY, MM, DD, HH, mm, ss and what stands between them. */
  date_format: z.string().min(1).max(64).optional(),
  separator: z.enum([',', ';', '\t', '|']).optional(),
});
export type ImportMapping = z.output<typeof ImportMapping>;

export const ImportDatasetRequest = z
  .strictObject({
    dataset: z.string().min(1).max(64),
    /** Where the file was uploaded, below `imports/` of the artifact store. */
    artifact_path: z.string().min(1).max(1_024),
    /** Under which name the rows are kept; an import under the same name replaces the earlier one. */
    source: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be 1–63 of a–z, 0–9 and -')
      .optional(),
    /** Further files of the same import, where the importer takes several; at most 31. */
    further_paths: z.array(z.string().min(1).max(1_024)).max(31).default([]),
    mapping: ImportMapping.optional(),
  })
  .superRefine(({ artifact_path, further_paths }, context) => {
    const seen = new Set([artifact_path]);
    for (const [i, path] of further_paths.entries()) {
      // Read twice, every row would be there twice.
      if (seen.has(path))
        context.addIssue({ code: 'custom', path: ['further_paths', i], message: 'must not be given twice' });
      seen.add(path);
    }
  });
export const ImportDatasetResponse = JobView;
export type ImportDatasetRequest = z.output<typeof ImportDatasetRequest>;

export const importDataset = operation({
  ...worker,
  service: 'DataService',
  method: 'ImportDataset',
  verb: 'POST',
  path: '/data/{dataset}/import',
  status: 202,
  access: 'engineer',
  summary: 'Reads uploaded files into the analytics store as a job',
  request: ImportDatasetRequest,
  response: ImportDatasetResponse,
});

/** The simulated hotel is built in memory, and its size is that of rooms × years. */
const MAX_ROOM_YEARS = 3_000;

export const SimulateHotelRequest = z
  .strictObject({
    guests: z.int().min(1).max(1_000_000).default(60_000),
    rooms: z.int().min(3).max(10_000).default(100),
    years: z.int().min(1).max(10).default(3),
    seed: z.int().min(0).max(4_294_967_295).default(42),
    /** The day that counts as today. */
    as_of: IsoDate,
    /** Of the last so many days also the sessions on its website, the house by room type and its housekeeping. */
    detail_days: z.int().min(0).max(3_650).default(3_650),
  })
  .superRefine(({ rooms, years }, context) => {
    if (rooms * years <= MAX_ROOM_YEARS) return;
    const message = `rooms × years must be at most ${MAX_ROOM_YEARS}, got ${rooms} × ${years}`;
    context.addIssue({ code: 'custom', path: ['rooms'], message });
  });
export const SimulateHotelResponse = JobView;
export type SimulateHotelRequest = z.output<typeof SimulateHotelRequest>;

export const simulateHotel = operation({
  ...worker,
  service: 'DataService',
  method: 'SimulateHotel',
  verb: 'POST',
  path: '/data/simulated-hotel/build',
  status: 202,
  access: 'engineer',
  summary: 'Builds the simulated hotel up to a day, as a job',
  request: SimulateHotelRequest,
  response: SimulateHotelResponse,
});

export const PublishFeaturesRequest = z.strictObject({
  source: z.string().min(1).max(64),
  /** Features as they were known at the start of this day. */
  as_of: IsoDate,
});
export const PublishFeaturesResponse = JobView;
export type PublishFeaturesRequest = z.output<typeof PublishFeaturesRequest>;

export const publishFeatures = operation({
  ...worker,
  service: 'DataService',
  method: 'PublishFeatures',
  verb: 'POST',
  path: '/features/publish',
  status: 202,
  access: 'engineer',
  summary:
    'Computes the online features of the open bookings of a source and pushes them to the serving apps, as a job',
  request: PublishFeaturesRequest,
  response: PublishFeaturesResponse,
});

export const PublishReservationsRequest = z.strictObject({
  source: z.string().min(1).max(64),
  /** As they were known at the start of this day. */
  as_of: IsoDate,
});
export const PublishReservationsResponse = JobView;
export type PublishReservationsRequest = z.output<typeof PublishReservationsRequest>;

export const publishReservations = operation({
  ...worker,
  service: 'DataService',
  method: 'PublishReservations',
  verb: 'POST',
  path: '/data/reservations/publish',
  status: 202,
  access: 'engineer',
  summary: 'Pushes the reservations of a source to the forecasting app, in the place of those before, as a job',
  request: PublishReservationsRequest,
  response: PublishReservationsResponse,
});

export const PublishStockRequest = z.strictObject({
  source: z.string().min(1).max(64),
  /** The newest count before this day. */
  as_of: IsoDate,
  /** Money for one order, whatever its size. */
  order_cost: Money.gt(0).default(50),
  /** Cost of keeping a unit for a year, as a share of its cost. */
  annual_holding_rate: z.number().gt(0).max(10).default(0.25),
});
export const PublishStockResponse = JobView;
export type PublishStockRequest = z.output<typeof PublishStockRequest>;

export const publishStock = operation({
  ...worker,
  service: 'DataService',
  method: 'PublishStock',
  verb: 'POST',
  path: '/data/stock/publish',
  status: 202,
  access: 'engineer',
  summary: 'Pushes the stock of the products of a source to the forecasting app, as a job',
  request: PublishStockRequest,
  response: PublishStockResponse,
});

export const PublishSegmentsRequest = z.strictObject({
  /** Of orders, as `transactions` or purchases among `interactions`. */
  source: z.string().min(1).max(64),
  /** Orders and touches before this day. */
  as_of: IsoDate,
  /** Firsts of months before it whose segments are computed too. */
  history_months: z.int().min(1).max(36).default(12),
  /** Days before an order within which a touch belongs to its journey. */
  journey_window_days: z.int().min(1).max(365).default(30),
});
export const PublishSegmentsResponse = JobView;
export type PublishSegmentsRequest = z.output<typeof PublishSegmentsRequest>;

export const publishSegments = operation({
  ...worker,
  service: 'DataService',
  method: 'PublishSegments',
  verb: 'POST',
  path: '/data/segments/publish',
  status: 202,
  access: 'engineer',
  summary:
    'Computes segments, cohorts, journeys and attribution of the customers of a source and pushes them, as a job',
  request: PublishSegmentsRequest,
  response: PublishSegmentsResponse,
});

export const ListJobsRequest = z.strictObject({
  kind: Identifier.optional(),
  status: JobView.shape.status.optional(),
  limit: z.int().min(1).max(1_000).default(100),
});
export const ListJobsResponse = z.strictObject({
  /** Newest first; of those that have ended, as long as they are remembered. */
  jobs: z.array(JobView),
});
export type ListJobsRequest = z.output<typeof ListJobsRequest>;
export type ListJobsResponse = z.output<typeof ListJobsResponse>;

export const listJobs = operation({
  ...worker,
  service: 'JobService',
  method: 'ListJobs',
  verb: 'GET',
  path: '/jobs',
  access: 'reader',
  summary: 'The newest jobs, of one kind or status where that is asked',
  request: ListJobsRequest,
  response: ListJobsResponse,
});

export const GetJobRequest = z.strictObject({ job_id: Identifier });
export const GetJobResponse = JobView;

export const getJob = operation({
  ...worker,
  service: 'JobService',
  method: 'GetJob',
  verb: 'GET',
  path: '/jobs/{job_id}',
  access: 'reader',
  summary: 'How a job stands',
  request: GetJobRequest,
  response: GetJobResponse,
});

export const CancelJobRequest = z.strictObject({ job_id: Identifier });
export const CancelJobResponse = JobView;

export const cancelJob = operation({
  ...worker,
  service: 'JobService',
  method: 'CancelJob',
  verb: 'POST',
  path: '/jobs/{job_id}/cancel',
  access: 'engineer',
  summary: 'Asks a job to stop',
  request: CancelJobRequest,
  response: CancelJobResponse,
});
