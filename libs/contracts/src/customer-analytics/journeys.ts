import { z } from 'zod';
import { IsoDate, Money, Probability } from '../fields.js';
import { operation } from '../operation.js';

const journeys = { domain: 'customer-analytics', service: 'JourneyService' } as const;
const SourceName = z.string().min(1).max(64);
const count = z.int().min(0);

/** A share with the Wilson interval at 95 %. */
const interval = { share: Probability, lower_bound: Probability, upper_bound: Probability };

export const GetCohortRetentionRequest = z.strictObject({
  source: SourceName.optional(),
  /** After the month of the first order. */
  months: z.int().min(1).max(36).default(12),
});
export type GetCohortRetentionRequest = z.output<typeof GetCohortRetentionRequest>;
export const GetCohortRetentionResponse = z.strictObject({
  cohorts: z.array(
    z.strictObject({
      /** First day of the month of the first order. */
      cohort: IsoDate,
      customers: count,
      retention: z.array(
        z.strictObject({
          /** 0 is the month of the first order. */
          month: count,
          active: count,
          ...interval,
        }),
      ),
    }),
  ),
  as_of: IsoDate,
  source: z.string(),
  minimum_group_size: count,
  /** Cohorts of fewer customers, which are not shown. */
  withheld_cohorts: count,
});
export type GetCohortRetentionResponse = z.output<typeof GetCohortRetentionResponse>;

export const getCohortRetention = operation({
  ...journeys,
  method: 'GetCohortRetention',
  verb: 'GET',
  path: '/cohorts/retention',
  access: 'reader',
  summary: 'Of those who first ordered in a month, how many ordered in each later one, with intervals',
  request: GetCohortRetentionRequest,
  response: GetCohortRetentionResponse,
});

export const ListJourneysRequest = z.strictObject({
  source: SourceName.optional(),
  limit: z.int().min(1).max(100).default(20),
});
export type ListJourneysRequest = z.output<typeof ListJourneysRequest>;
export const ListJourneysResponse = z.strictObject({
  /** Of sessions; empty where the source has none. */
  steps: z.array(
    z.strictObject({
      step: z.string(),
      /** Sessions that came to it or beyond. */
      sessions: count,
      share_of_first: Probability,
      /** Of them, how many went no further; 0 at the last. */
      drop_off: Probability,
    }),
  ),
  /** Over advertisements up to an order, the most travelled first. */
  paths: z.array(
    z.strictObject({
      /** One after the other, repetitions as one. */
      channels: z.array(z.string()),
      journeys: count,
      conversions: count,
      /** Money. */
      value: Money,
      conversion_rate: z.strictObject(interval),
    }),
  ),
  total_journeys: count,
  total_conversions: count,
  as_of: IsoDate,
  source: z.string(),
  minimum_group_size: count,
  /** Of the commonest paths, how many are of fewer customers and not shown. */
  withheld_paths: count,
});
export type ListJourneysResponse = z.output<typeof ListJourneysResponse>;

export const listJourneys = operation({
  ...journeys,
  method: 'ListJourneys',
  verb: 'GET',
  path: '/journeys',
  access: 'reader',
  summary: 'Where sessions end, and over which channels customers come to an order',
  request: ListJourneysRequest,
  response: ListJourneysResponse,
});

export const AttributionModelName = z.enum(['first', 'last', 'linear', 'time_decay', 'position', 'markov', 'shapley']);
export type AttributionModelName = z.output<typeof AttributionModelName>;

export const AttributionPath = z.strictObject({
  /** In the order of time. */
  channels: z.array(z.string().min(1).max(64)).min(1).max(100),
  /** Days from each touch to the conversion; a day apart where left out. */
  days_before: z.array(z.number().min(0).max(3_650)).max(100).default([]),
  conversions: count.max(1_000_000_000).default(1),
  /** Money that the conversions brought. */
  value: Money.default(0),
  /** Journeys of this path that ended without one. */
  lost: count.max(1_000_000_000).default(0),
});

const MAX_PATH_TOUCHES = 200_000;

export const AttributeConversionsRequest = z
  .strictObject({
    source: SourceName.optional(),
    /** All where left out. */
    models: z.array(AttributionModelName).max(7).default([]),
    /** Paths of your own, in the place of those of a source. */
    paths: z.array(AttributionPath).max(10_000).default([]),
    /** With paths of your own: days after which a touch is worth half (time_decay); 7 where left out. */
    half_life_days: z.number().gt(0).max(3_650).optional(),
    /** With paths of your own: share of the first and of the last touch (position); 0.4 where left out. */
    end_share: z.number().min(0).max(0.5).optional(),
  })
  .superRefine(({ paths, source, ...options }, context) => {
    const issue = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    for (const [i, { channels, days_before }] of paths.entries()) {
      if (days_before.length === 0 || days_before.length === channels.length) continue;
      issue(['paths', i, 'days_before'], `must have a number for each of ${channels.length} channels`);
    }
    if (paths.reduce((sum, { channels }) => sum + channels.length, 0) > MAX_PATH_TOUCHES) {
      issue(['paths'], `must have at most ${MAX_PATH_TOUCHES} touches in all`);
    }
    if (paths.length > 0) {
      if (source !== undefined) issue(['source'], 'must be left out where paths are given');
      return;
    }
    for (const option of ['half_life_days', 'end_share'] as const) {
      if (options[option] !== undefined)
        issue([option], 'is taken with paths only: those of a source are counted already');
    }
  });
export type AttributeConversionsRequest = z.output<typeof AttributeConversionsRequest>;
export const AttributeConversionsResponse = z.strictObject({
  models: z.array(
    z.strictObject({
      model: AttributionModelName,
      channels: z.array(
        z.strictObject({
          channel: z.string(),
          /** Conversions and money that the model gives the channel; each sums to the total. */
          conversions: z.number(),
          value: Money,
          share: Probability,
        }),
      ),
    }),
  ),
  total_conversions: z.number(),
  total_value: Money,
  /** Touches and cost of each channel of a source. */
  channels: z.array(z.strictObject({ channel: z.string(), touches: count, cost: Money })),
  as_of: IsoDate.optional(),
  source: z.string().optional(),
  minimum_group_size: count,
  /** Channels that too few customers saw, shown together as «Other». */
  merged_channels: z.array(z.string()),
  /** What these figures are not. */
  caveat: z.string(),
});
export type AttributeConversionsResponse = z.output<typeof AttributeConversionsResponse>;

export const attributeConversions = operation({
  ...journeys,
  method: 'AttributeConversions',
  idempotent: true,
  load: 'bulk',
  verb: 'POST',
  path: '/attribution',
  access: 'reader',
  summary: 'Conversions shared among channels by several models, to be compared',
  request: AttributeConversionsRequest,
  response: AttributeConversionsResponse,
});
