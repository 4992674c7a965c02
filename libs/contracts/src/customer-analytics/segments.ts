import { z } from 'zod';
import { Identifier, Instant, IsoDate, Money, Probability } from '../fields.js';
import { operation } from '../operation.js';

const segments = { domain: 'customer-analytics', service: 'SegmentService' } as const;
const SourceName = z.string().min(1).max(64);
const count = z.int().min(0);

/** `rules`: the ten named ones by quintiles of recency, orders and revenue; `kmeans`: groups of like customers. */
export const SegmentMethod = z.enum(['rules', 'kmeans']);
export type SegmentMethod = z.output<typeof SegmentMethod>;

export const Segment = z.strictObject({
  name: z.string(),
  customers: count,
  /** Of all customers who ever ordered. */
  customer_share: Probability,
  /** Money. */
  revenue: Money,
  /** Of the revenue of all segments. */
  revenue_share: z.number(),
  /** Money an order. */
  average_order_value: Money,
  recommended_actions: z.array(z.string()),
});

/** Customers who were in one segment and are in another, or in the same. */
export const SegmentMove = z.strictObject({ from: z.string(), to: z.string(), customers: count });

/** Between two days. */
export const SegmentMigration = z.strictObject({
  from_date: IsoDate,
  to_date: IsoDate,
  /** Those who had a segment on both days. */
  customers: count,
  /** Share of them who are where they were; absent where there are none. */
  stability: Probability.optional(),
  /** Moves of fewer customers than may be shown are left out. */
  moves: z.array(SegmentMove),
});

export const ListSegmentsRequest = z.strictObject({
  /** The one published last where left out. */
  source: SourceName.optional(),
  method: SegmentMethod.default('rules'),
});
export type ListSegmentsRequest = z.output<typeof ListSegmentsRequest>;
export const ListSegmentsResponse = z.strictObject({
  segments: z.array(Segment),
  /** Orders before this day count. */
  as_of: IsoDate,
  source: z.string(),
  method: SegmentMethod,
  /** Fewer customers are not shown as a group. */
  minimum_group_size: count,
  /** Segments that are shown together as «Other», since one of them is too small. */
  merged_segments: z.array(z.string()),
  /** Month by month, oldest first, the last up to `as_of`; by rules alone. */
  migrations: z.array(SegmentMigration),
});
export type ListSegmentsResponse = z.output<typeof ListSegmentsResponse>;

export const listSegments = operation({
  ...segments,
  method: 'ListSegments',
  verb: 'GET',
  path: '/segments',
  access: 'reader',
  summary: 'Segments of the customers of a shop: how many, what they bring, what to do, who moved',
  request: ListSegmentsRequest,
  response: ListSegmentsResponse,
});

const Score = z.int().min(1).max(5);
export const DatedSegment = z.strictObject({ as_of: IsoDate, segment: z.string() });

export const GetCustomerSegmentRequest = z.strictObject({ customer_id: Identifier, source: SourceName.optional() });
export type GetCustomerSegmentRequest = z.output<typeof GetCustomerSegmentRequest>;
export const GetCustomerSegmentResponse = z.strictObject({
  customer_id: z.string(),
  segment: z.string(),
  /** Of k-means; absent where there are too few customers for groups. */
  group: z.string().optional(),
  /** Quintiles, 5 the best. */
  scores: z.strictObject({ recency: Score, frequency: Score, monetary: Score }),
  /** Days since the last order. */
  recency_days: count,
  /** The first included. */
  orders: count,
  /** Money. */
  revenue: Money,
  recommended_actions: z.array(z.string()),
  /** As it would have been said at the first of each month, oldest first, and at `as_of`. */
  history: z.array(DatedSegment),
  as_of: IsoDate,
  source: z.string(),
});
export type GetCustomerSegmentResponse = z.output<typeof GetCustomerSegmentResponse>;

export const getCustomerSegment = operation({
  ...segments,
  method: 'GetCustomerSegment',
  verb: 'GET',
  path: '/segments/customers/{customer_id}',
  access: 'service',
  summary: 'The segment of a customer, its scores, and its segments month by month',
  request: GetCustomerSegmentRequest,
  response: GetCustomerSegmentResponse,
});

const ExportRequest = z.strictObject({
  segment: z.string().min(1).max(64),
  source: SourceName.optional(),
  method: SegmentMethod.default('rules'),
  /** The last customer of the part before. */
  after: Identifier.optional(),
  limit: z.int().min(1).max(10_000).default(10_000),
});
export type ExportSegmentRequest = z.output<typeof ExportRequest>;

export const ListAudienceRequest = ExportRequest;
export const ListAudienceResponse = z.strictObject({
  segment: z.string(),
  as_of: IsoDate,
  source: z.string(),
  /** In ascending order. */
  customer_ids: z.array(z.string()),
  /** To be sent as `after`; absent when this was the last part. */
  next_after: z.string().optional(),
});
export type ListAudienceResponse = z.output<typeof ListAudienceResponse>;

export const listAudience = operation({
  ...segments,
  method: 'ListAudience',
  load: 'bulk',
  verb: 'GET',
  path: '/segments/audience',
  access: 'service',
  summary: 'The customers of a segment, as an audience: their ids',
  request: ListAudienceRequest,
  response: ListAudienceResponse,
});

export const ExportSegmentCsvRequest = ExportRequest;
export const ExportSegmentCsvResponse = z.strictObject({
  as_of: IsoDate,
  source: z.string(),
  /** Rows, without the header. */
  customers: count,
  /** customer_id, segment, scores, recency_days, orders, revenue; the header in the first part alone. */
  csv: z.string(),
  next_after: z.string().optional(),
});
export type ExportSegmentCsvResponse = z.output<typeof ExportSegmentCsvResponse>;

export const exportSegmentCsv = operation({
  ...segments,
  method: 'ExportSegmentCsv',
  load: 'bulk',
  verb: 'GET',
  path: '/segments/export',
  access: 'service',
  summary: 'The customers of a segment with their figures, as CSV',
  request: ExportSegmentCsvRequest,
  response: ExportSegmentCsvResponse,
});

/** A customer as a publication has it. */
export const PublishedCustomer = z.strictObject({
  customer_id: Identifier,
  segment: z.string(),
  group: z.string().nullable().default(null),
  recency_score: Score,
  frequency_score: Score,
  monetary_score: Score,
  recency_days: count,
  orders: count,
  revenue: Money,
  history: z.array(DatedSegment).max(61),
});
export type PublishedCustomer = z.output<typeof PublishedCustomer>;

export const SegmentTotal = z.strictObject({ name: z.string(), customers: count, orders: count, revenue: Money });

/** What is known of a shop's customers together. */
export const CustomerInsights = z.strictObject({
  segments: z.array(SegmentTotal),
  groups: z.array(SegmentTotal),
  migrations: z.array(SegmentMigration),
  cohorts: z.array(
    z.strictObject({
      start: IsoDate,
      /** Customers who ordered in each month from the first on. */
      active: z.array(count),
    }),
  ),
  /** Sessions by the furthest step that they came to; empty where sessions are not known. */
  furthest_steps: z.array(z.strictObject({ step: z.string(), sessions: count, customers: count })),
  journeys: count,
  conversions: count,
  paths: z.array(
    z.strictObject({
      channels: z.array(z.string()),
      customers: count,
      journeys: count,
      conversions: count,
      value: Money,
    }),
  ),
  channels: z.array(z.strictObject({ channel: z.string(), customers: count, touches: count, cost: Money })),
  attribution: z.array(
    z.strictObject({
      model: z.string(),
      credits: z.array(z.strictObject({ channel: z.string(), conversions: z.number(), value: Money })),
    }),
  ),
});
export type CustomerInsights = z.output<typeof CustomerInsights>;

export const PushSegmentsRequest = z.strictObject({
  /** The same for all parts of a publication. */
  publication_id: Identifier,
  source: SourceName,
  as_of: IsoDate,
  customers: z.array(PublishedCustomer).max(5_000).default([]),
  /** With the last part, from which on the publication is what is answered. */
  insights: CustomerInsights.optional(),
});
export type PushSegmentsRequest = z.output<typeof PushSegmentsRequest>;
export const PushSegmentsResponse = z.strictObject({ stored: count, pushed_at: Instant });
export type PushSegmentsResponse = z.output<typeof PushSegmentsResponse>;

export const pushSegments = operation({
  ...segments,
  method: 'PushSegments',
  idempotent: true,
  load: 'bulk',
  verb: 'POST',
  path: '/segments/push',
  status: 202,
  access: 'service',
  summary: 'Tells the service of the segments of customers, part by part',
  request: PushSegmentsRequest,
  response: PushSegmentsResponse,
});
