import { z } from 'zod';
import { Identifier, Instant, IsoDate, Money, Probability } from '../fields.js';
import { operation } from '../operation.js';
import { BookingFeatures } from './booking-features.js';

export const RiskLevel = z.enum(['low', 'medium', 'high']);
export type RiskLevel = z.output<typeof RiskLevel>;

/** What drives a prediction: an exact attribution in probability, and a sentence that is true of the booking. */
export const ImpactFactor = z.strictObject({
  factor: z.string(),
  /** Share of the probability that this factor adds (or, negative, takes away). */
  impact_score: z.number(),
  description: z.string(),
});
export type ImpactFactor = z.output<typeof ImpactFactor>;

export const ActionDetails = z.strictObject({
  discount_percentage: z.number().optional(),
  /** Money, in the booking's currency. */
  estimated_cost: Money.optional(),
  currency: z.string().optional(),
});

export const RecommendedAction = z.strictObject({
  action: z.string(),
  priority: z.enum(['low', 'medium', 'high']),
  timing: z.enum(['immediate', 'before_arrival', 'at_arrival']),
  /** Drop in probability when the booking is scored again with the action applied. */
  expected_impact: Probability,
  details: ActionDetails,
});
export type RecommendedAction = z.output<typeof RecommendedAction>;

const BookingQuestion = z.strictObject({
  booking_id: Identifier,
  guest_id: Identifier.optional(),
  /** Features sent override the stored ones; what is missing comes from the feature store. */
  features: BookingFeatures.optional(),
});

const answerParts = {
  /** By which the outcome is told: `POST /outcomes`. */
  prediction_id: z.string(),
  booking_id: z.string(),
  guest_id: z.string().optional(),
  risk_level: RiskLevel,
  /** Largest confidence at which the conformal set holds one outcome only. */
  confidence: Probability,
  /** Probability at the model's base margin m₀, before anything is known of the booking. */
  base_probability: Probability,
  /** Σ of the impacts of the factors not shown. */
  other_factors_impact: z.number(),
  risk_factors: z.array(ImpactFactor),
  protective_factors: z.array(ImpactFactor),
  recommended_actions: z.array(RecommendedAction),
  model_version: z.string(),
  predicted_at: Instant,
  inference_time_ms: z.number(),
};

export const PredictChurnRequest = BookingQuestion;
export type PredictChurnRequest = z.output<typeof PredictChurnRequest>;
export const PredictChurnResponse = z.strictObject({ churn_probability: Probability, ...answerParts });
export type PredictChurnResponse = z.output<typeof PredictChurnResponse>;

export const predictChurn = operation({
  domain: 'customer-analytics',
  service: 'ChurnService',
  method: 'PredictChurn',
  idempotent: true,
  verb: 'POST',
  path: '/churn/predict',
  access: 'service',
  summary: 'Probability that a booking is cancelled, why, and what would lower it',
  request: PredictChurnRequest,
  response: PredictChurnResponse,
});

/** A booking's probability of being cancelled, without reasons. */
export const ChurnScore = z.strictObject({
  prediction_id: z.string(),
  booking_id: z.string(),
  churn_probability: Probability,
  risk_level: RiskLevel,
  /** Where another version than the answer's scored it, as a rollout has it. */
  model_version: z.string().optional(),
});
export type ChurnScore = z.output<typeof ChurnScore>;

export const PredictChurnBatchRequest = z.strictObject({ booking_ids: z.array(Identifier).min(1).max(10_000) });
export const PredictChurnBatchResponse = z.strictObject({
  predictions: z.array(ChurnScore),
  total_processed: z.int(),
  high_risk_count: z.int(),
  medium_risk_count: z.int(),
  low_risk_count: z.int(),
  model_version: z.string(),
  inference_time_ms: z.number(),
});
export type PredictChurnBatchRequest = z.output<typeof PredictChurnBatchRequest>;
export type PredictChurnBatchResponse = z.output<typeof PredictChurnBatchResponse>;

export const predictChurnBatch = operation({
  domain: 'customer-analytics',
  service: 'ChurnService',
  method: 'PredictChurnBatch',
  idempotent: true,
  load: 'bulk',
  verb: 'POST',
  path: '/churn/batch',
  access: 'service',
  summary: 'Cancellation probabilities of many known bookings, in the order asked',
  request: PredictChurnBatchRequest,
  response: PredictChurnBatchResponse,
});

/** A coming arrival that may not come. */
export const BookingAtRisk = z.strictObject({
  prediction_id: z.string(),
  booking_id: z.string(),
  guest_id: z.string().optional(),
  check_in: IsoDate,
  churn_probability: Probability,
  /** churn_probability × the booking's amount, in its currency. */
  expected_loss: Money,
  currency: z.string(),
  recommended_actions: z.array(RecommendedAction),
  /** Where another version than the answer's scored it, as a rollout has it. */
  model_version: z.string().optional(),
});
export type BookingAtRisk = z.output<typeof BookingAtRisk>;

export const ListBookingsAtRiskRequest = z.strictObject({
  /** Arrivals from today to this many days ahead. */
  days: z.int().min(1).max(365).default(30),
  limit: z.int().min(1).max(1_000).default(50),
});
export const ListBookingsAtRiskResponse = z.strictObject({
  bookings: z.array(BookingAtRisk),
  model_version: z.string(),
  inference_time_ms: z.number(),
});
export type ListBookingsAtRiskRequest = z.output<typeof ListBookingsAtRiskRequest>;
export type ListBookingsAtRiskResponse = z.output<typeof ListBookingsAtRiskResponse>;

export const listBookingsAtRisk = operation({
  domain: 'customer-analytics',
  service: 'ChurnService',
  method: 'ListBookingsAtRisk',
  load: 'bulk',
  verb: 'GET',
  path: '/churn/at-risk',
  access: 'reader',
  summary: 'Coming arrivals by expected loss, highest first',
  request: ListBookingsAtRiskRequest,
  response: ListBookingsAtRiskResponse,
});

export const PredictNoShowRequest = BookingQuestion;
export const PredictNoShowResponse = z.strictObject({ no_show_probability: Probability, ...answerParts });
export type PredictNoShowRequest = z.output<typeof PredictNoShowRequest>;
export type PredictNoShowResponse = z.output<typeof PredictNoShowResponse>;

export const predictNoShow = operation({
  domain: 'customer-analytics',
  service: 'NoShowService',
  method: 'PredictNoShow',
  idempotent: true,
  verb: 'POST',
  path: '/no-show/predict',
  access: 'service',
  summary: 'Probability that the guest of a booking does not turn up, why, and what would lower it',
  request: PredictNoShowRequest,
  response: PredictNoShowResponse,
});
