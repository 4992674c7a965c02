import { z } from 'zod';
import { Identifier, Instant, IsoDate, Money } from '../fields.js';
import { operation } from '../operation.js';
import { ForecastModelInfo } from './model-info.js';

/** Whose revenue: a marketplace as a whole, or one of its properties. */
export const RevenueEntity = z.strictObject({ type: z.enum(['marketplace', 'property']), id: Identifier });
export type RevenueEntity = z.output<typeof RevenueEntity>;

export const ForecastRevenueRequest = z.strictObject({
  /** Days from tomorrow on, by the property's own date. */
  forecast_days: z.int().min(1).max(365),
  /** A marketplace and its properties have no breakdown. */
  breakdown_by: z.enum(['none', 'room_type', 'segment', 'channel']).default('none'),
  /** The hotel where left out. */
  entity: RevenueEntity.optional(),
});
export type ForecastRevenueRequest = z.output<typeof ForecastRevenueRequest>;

export const RevenueForecast = z.strictObject({
  date: IsoDate,
  predicted_revenue: Money,
  lower_bound: Money,
  upper_bound: Money,
  /** Parts that add up to predicted_revenue. */
  breakdown: z.record(z.string(), Money).optional(),
});
export type RevenueForecast = z.output<typeof RevenueForecast>;

export const RevenueSummary = z.strictObject({
  total_forecasted_revenue: Money,
  avg_daily_revenue: Money,
  peak_revenue_date: IsoDate,
  peak_revenue: Money,
  /** Of the total: the bounds of the days do not add up. */
  total_lower_bound: Money,
  total_upper_bound: Money,
});

export const ForecastRevenueResponse = z.strictObject({
  entity: RevenueEntity.optional(),
  forecasts: z.array(RevenueForecast),
  summary: RevenueSummary,
  currency: z.string(),
  confidence_level: z.number(),
  model_info: ForecastModelInfo,
  model_version: z.string(),
  generated_at: Instant,
});
export type ForecastRevenueResponse = z.output<typeof ForecastRevenueResponse>;

export const forecastRevenue = operation({
  domain: 'forecasting',
  service: 'RevenueForecastService',
  method: 'ForecastRevenue',
  idempotent: true,
  verb: 'POST',
  path: '/forecast/revenue',
  access: 'reader',
  summary: 'Revenue of the coming days, with parts that add up to it',
  request: ForecastRevenueRequest,
  response: ForecastRevenueResponse,
});
