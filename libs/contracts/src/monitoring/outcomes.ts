import { z } from 'zod';
import { Identifier, Instant, IsoDate, Probability } from '../fields.js';
import { operation } from '../operation.js';
import { JobView } from '../worker/jobs.js';

const outcomes = { domain: 'worker', service: 'OutcomeService' } as const;

/** What happened to something that was predicted. */
export const Outcome = z
  .strictObject({
    /** Of the prediction that it answers … */
    prediction_id: Identifier.optional(),
    /** … or a model and what it was asked about: then of each prediction made about it before `observed_at`. */
    model: Identifier.optional(),
    entity_id: Identifier.optional(),
    /** 0 or 1 where the model predicts a probability; otherwise in the unit of its target. */
    value: z.number(),
    observed_at: Instant,
    /** From when on it counts as final; `observed_at` when left out. */
    matured_at: Instant.optional(),
  })
  .superRefine(({ prediction_id, model, entity_id, observed_at, matured_at }, context) => {
    if (matured_at !== undefined && Date.parse(matured_at) < Date.parse(observed_at)) {
      context.addIssue({ code: 'custom', path: ['matured_at'], message: 'must not be before observed_at' });
    }
    const byEntity = model !== undefined && entity_id !== undefined;
    if (prediction_id === undefined ? byEntity : model === undefined && entity_id === undefined) return;
    const message = 'must be given, or model and entity_id in its place';
    context.addIssue({ code: 'custom', path: ['prediction_id'], message });
  });
export type Outcome = z.output<typeof Outcome>;

/** Event: outcomes that were accepted. */
export const OUTCOMES_RECORDED = 'monitoring.outcomes-recorded.v1';
export interface OutcomesRecorded {
  readonly outcomes: readonly Outcome[];
}

export const RecordOutcomesRequest = z.strictObject({ outcomes: z.array(Outcome).min(1).max(5_000) });
export const RecordOutcomesResponse = z.strictObject({ accepted: z.int() });
export type RecordOutcomesRequest = z.output<typeof RecordOutcomesRequest>;
export type RecordOutcomesResponse = z.output<typeof RecordOutcomesResponse>;

export const recordOutcomes = operation({
  ...outcomes,
  method: 'RecordOutcomes',
  // The last word on a prediction stands, so saying it twice does no harm.
  idempotent: true,
  verb: 'POST',
  path: '/outcomes',
  status: 202,
  access: 'service',
  summary: 'Tells what came of predictions; they join them by id, and count once they are mature',
  request: RecordOutcomesRequest,
  response: RecordOutcomesResponse,
});

export const GetPredictionRequest = z.strictObject({ prediction_id: Identifier });
export const GetPredictionResponse = z.strictObject({
  prediction_id: z.string(),
  model: z.string(),
  version: z.string(),
  entity_id: z.string(),
  predicted_at: Instant,
  score: z.number(),
  /** What the caller was told in words. */
  label: z.string().optional(),
  latency_ms: z.number(),
  /** `champion`, `challenger` or `shadow` of a rollout, with what probability it was drawn, and the rollout's id. */
  policy: z.string().optional(),
  propensity: Probability.optional(),
  experiment: z.string().optional(),
  /** The model's input by feature; what was missing is left out. */
  numeric: z.record(z.string(), z.number()),
  categorical: z.record(z.string(), z.string()),
  outcome: z.strictObject({ value: z.number(), observed_at: Instant, matured_at: Instant }).optional(),
});
export type GetPredictionRequest = z.output<typeof GetPredictionRequest>;
export type GetPredictionResponse = z.output<typeof GetPredictionResponse>;

export const getPrediction = operation({
  ...outcomes,
  method: 'GetPrediction',
  verb: 'GET',
  path: '/predictions/{prediction_id}',
  access: 'reader',
  summary: 'What was predicted, from what, and what came of it; there a second or so after the answer',
  request: GetPredictionRequest,
  response: GetPredictionResponse,
});

export const CollectOutcomesRequest = z.strictObject({
  /** Which imported or simulated rows to take outcomes from. */
  source: z.string().min(1).max(64),
  /** Outcomes as they were known at the start of this day. */
  as_of: IsoDate,
});
export const CollectOutcomesResponse = JobView;
export type CollectOutcomesRequest = z.output<typeof CollectOutcomesRequest>;

export const collectOutcomes = operation({
  ...outcomes,
  method: 'CollectOutcomes',
  verb: 'POST',
  path: '/outcomes/collect',
  status: 202,
  access: 'engineer',
  summary: 'Takes the outcomes of predictions about bookings from the rows of a source, as a job',
  request: CollectOutcomesRequest,
  response: CollectOutcomesResponse,
});
