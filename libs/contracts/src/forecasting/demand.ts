import { z } from 'zod';
import { Identifier, Instant, IsoDate, Probability } from '../fields.js';
import { operation } from '../operation.js';
import { ForecastModelInfo } from './model-info.js';

/** What demand is of: bookings of a property or destination, units of a product. */
export const DemandEntity = z.strictObject({
  type: z.enum(['property', 'destination', 'product']),
  id: Identifier,
});
export type DemandEntity = z.output<typeof DemandEntity>;

export const ForecastDemandRequest = z.strictObject({
  entity: DemandEntity,
  /** Days from tomorrow on. */
  forecast_days: z.int().min(1).max(90).default(30),
});
export type ForecastDemandRequest = z.output<typeof ForecastDemandRequest>;

export const DemandForecast = z.strictObject({
  date: IsoDate,
  /** Σ of the models' forecasts by their weights. */
  predicted_demand: z.number(),
  lower_bound: z.number(),
  upper_bound: z.number(),
});
export type DemandForecast = z.output<typeof DemandForecast>;

export const ForecastDemandResponse = z.strictObject({
  entity: DemandEntity,
  forecasts: z.array(DemandForecast),
  /** One number a day of each model. */
  models: z.record(z.string(), z.array(z.number())),
  /** By back-test error at the entity's own past; they add up to 1. */
  weights: z.record(z.string(), z.number()),
  /** Sentences that are true of this series and this forecast. */
  insights: z.array(z.string()),
  /** 1/(1 + mean width of the bounds/mean demand): docs/forecasting.md. */
  confidence_score: Probability,
  confidence_level: Probability,
  model_info: ForecastModelInfo,
  model_version: z.string(),
  generated_at: Instant,
});
export type ForecastDemandResponse = z.output<typeof ForecastDemandResponse>;

export const forecastDemand = operation({
  domain: 'forecasting',
  service: 'DemandForecastService',
  method: 'ForecastDemand',
  idempotent: true,
  verb: 'POST',
  path: '/forecast/demand',
  access: 'reader',
  summary: 'Demand for a property, destination or product, as an ensemble says it and as each of its models does',
  request: ForecastDemandRequest,
  response: ForecastDemandResponse,
});
