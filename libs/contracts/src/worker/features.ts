import { z } from 'zod';
import { Identifier, Instant, IsoDate } from '../fields.js';
import { operation } from '../operation.js';
import { JobView } from './jobs.js';

const featureStore = { domain: 'worker', service: 'FeatureService' } as const;

const ViewName = z.string().min(1).max(100);
const Source = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be 1–63 of a–z, 0–9 and -');
const WholeId = z.int().min(0).optional();

/** The parts of the keys of all views: an entity has those of the views that it is read or pushed in. */
export const FeatureEntity = z.strictObject({
  property_id: WholeId,
  user_id: WholeId,
  date: IsoDate.optional(),
  guest_id: Identifier.optional(),
  service_id: Identifier.optional(),
  room_type: Identifier.optional(),
});
export type FeatureEntity = z.output<typeof FeatureEntity>;

/** Features that one request may ask for, over all its views. */
export const MAX_ONLINE_FEATURES = 200;

export const GetOnlineFeaturesRequest = z.strictObject({
  /** All features of a view. */
  view: ViewName.optional(),
  /** `view:feature`, or `view:*`; may be of several views. */
  features: z.array(z.string().min(1).max(200)).max(MAX_ONLINE_FEATURES).default([]),
  entities: z.array(FeatureEntity).min(1).max(100),
  /** Whose rows; where left out, those of the source that each view names. */
  source: Source.optional(),
});
export type GetOnlineFeaturesRequest = z.output<typeof GetOnlineFeaturesRequest>;

/**
 * Whether a feature has a value and, where it has none, why: its row holds none (`unknown`), there is no row (`missing`),
 * or the row is older than the view lets it be used (`expired`).
 */
export const FeatureStatus = z.enum(['present', 'unknown', 'missing', 'expired']);
export type FeatureStatus = z.output<typeof FeatureStatus>;

/** The features of one entity; one without a value is in neither map. */
export const FeatureVector = z.strictObject({
  /** Values of numeric features by `view:feature`. */
  numbers: z.record(z.string(), z.number()),
  /** Values of the others. */
  texts: z.record(z.string(), z.string()),
  /** In the order of `feature_names`. */
  statuses: z.array(FeatureStatus),
  /** By view, the instant that its row tells of; of an expired row too. */
  event_timestamps: z.record(z.string(), Instant),
});
export type FeatureVector = z.output<typeof FeatureVector>;

export const GetOnlineFeaturesResponse = z.strictObject({
  /** `view:feature`, by view and within one in the order asked for. */
  feature_names: z.array(z.string()),
  /** In the order of the entities. */
  results: z.array(FeatureVector),
});
export type GetOnlineFeaturesResponse = z.output<typeof GetOnlineFeaturesResponse>;

export const getOnlineFeatures = operation({
  ...featureStore,
  method: 'GetOnlineFeatures',
  idempotent: true,
  verb: 'POST',
  path: '/features/online',
  access: 'service',
  summary: 'The features of entities as they are now, read by key',
  request: GetOnlineFeaturesRequest,
  response: GetOnlineFeaturesResponse,
});

/** A row of a view that was computed elsewhere. A feature that it does not name is not known. */
export const PushedFeatures = z.strictObject({
  entity: FeatureEntity,
  /** The instant that it tells of. */
  event_timestamp: Instant,
  /** Values of numeric features by name. */
  numbers: z.record(z.string(), z.number()).default({}),
  texts: z.record(z.string(), z.string().max(1_024)).default({}),
});
export type PushedFeatures = z.output<typeof PushedFeatures>;

export const PushFeaturesRequest = z.strictObject({
  view: ViewName,
  source: Source.optional(),
  rows: z.array(PushedFeatures).min(1).max(1_000),
});
export type PushFeaturesRequest = z.output<typeof PushFeaturesRequest>;

export const PushFeaturesResponse = z.strictObject({
  rows: z.int(),
  /** Those that said something new. */
  appended: z.int(),
});
export type PushFeaturesResponse = z.output<typeof PushFeaturesResponse>;

export const pushFeatures = operation({
  ...featureStore,
  method: 'PushFeatures',
  idempotent: true,
  load: 'bulk',
  verb: 'POST',
  path: '/features/push',
  status: 202,
  access: 'service',
  summary: 'Puts rows of a view into the offline and the online store',
  request: PushFeaturesRequest,
  response: PushFeaturesResponse,
});

export const MaterializeFeaturesRequest = z
  .strictObject({
    view: ViewName,
    source: Source.optional(),
    /** A whole day, or a whole hour of an hourly view; the newest that has begun, where no instant is given. */
    as_of: Instant.optional(),
    /** In the place of `as_of`: every day or hour from `from` to `to`, both included. */
    from: Instant.optional(),
    to: Instant.optional(),
  })
  .superRefine(({ as_of, from, to }, context) => {
    const wrong = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if ((from === undefined) !== (to === undefined))
      wrong(from === undefined ? 'from' : 'to', 'from and to go together');
    if (as_of !== undefined && from !== undefined) wrong('as_of', 'takes the place of from and to');
  });
export type MaterializeFeaturesRequest = z.output<typeof MaterializeFeaturesRequest>;
export const MaterializeFeaturesResponse = JobView;

export const materializeFeatures = operation({
  ...featureStore,
  method: 'MaterializeFeatures',
  verb: 'POST',
  path: '/features/materialize',
  status: 202,
  access: 'engineer',
  summary: 'Computes the rows of a view and puts them into the offline and the online store, as a job',
  request: MaterializeFeaturesRequest,
  response: MaterializeFeaturesResponse,
});

export const FeatureInfo = z.strictObject({
  name: z.string(),
  type: z.enum(['number', 'integer', 'text']),
  /** Of the value; `1` for a pure number, `category` for a category, `flag` for 0 or 1. */
  unit: z.string(),
  description: z.string(),
  /** From when on its value may be known, in words. */
  available_at: z.string(),
});
export type FeatureInfo = z.output<typeof FeatureInfo>;

export const FeatureKeyInfo = z.strictObject({ name: z.string(), type: z.enum(['integer', 'text', 'date']) });
export const FeatureTableInfo = z.strictObject({ table: z.string(), is_there: z.boolean() });

/** How fresh the rows of one source are. */
export const FeatureFreshness = z.strictObject({
  source: z.string(),
  /** The newest instant that rows tell of. */
  event_timestamp: Instant,
  /** Time since then, in seconds. */
  freshness_seconds: z.number(),
});
export type FeatureFreshness = z.output<typeof FeatureFreshness>;

export const FeatureViewInfo = z.strictObject({
  name: z.string(),
  description: z.string(),
  /** The domain that answers for it. */
  owner: z.string(),
  /** `stored` rows are computed on a schedule and read by key; the others are computed with the decision they serve. */
  kind: z.enum(['stored', 'at_decision']),
  keys: z.array(FeatureKeyInfo),
  /** The instant that a row tells of. */
  timestamp: z.string(),
  refresh: z.string(),
  /** For how long a row may be used; absent where it is used at once. */
  ttl_seconds: z.int().optional(),
  default_source: z.string().optional(),
  features: z.array(FeatureInfo),
  /** Tables that it is computed from, and whether the analytics store has them. */
  tables: z.array(FeatureTableInfo),
  /** Features that were asked for and no table holds, each with why. */
  absent: z.record(z.string(), z.string()),
  freshness: z.array(FeatureFreshness),
});
export type FeatureViewInfo = z.output<typeof FeatureViewInfo>;

export const ListFeatureViewsRequest = z.strictObject({});
export const ListFeatureViewsResponse = z.strictObject({ views: z.array(FeatureViewInfo) });
export type ListFeatureViewsResponse = z.output<typeof ListFeatureViewsResponse>;

export const listFeatureViews = operation({
  ...featureStore,
  method: 'ListFeatureViews',
  verb: 'GET',
  path: '/features',
  access: 'reader',
  summary: 'Every view of features: keys, features, owner, time to live, sources, freshness',
  request: ListFeatureViewsRequest,
  response: ListFeatureViewsResponse,
});

export const GetFeatureViewRequest = z.strictObject({ view: ViewName });
export const GetFeatureViewResponse = FeatureViewInfo;

export const getFeatureView = operation({
  ...featureStore,
  method: 'GetFeatureView',
  verb: 'GET',
  path: '/features/{view}',
  access: 'reader',
  summary: 'One view of features',
  request: GetFeatureViewRequest,
  response: GetFeatureViewResponse,
});
