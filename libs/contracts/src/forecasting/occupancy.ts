import { z } from 'zod';
import { Instant, IsoDate, Probability } from '../fields.js';
import { operation } from '../operation.js';
import { ForecastModelInfo } from './model-info.js';

export const ForecastOccupancyRequest = z.strictObject({
  /** Days from tomorrow on, by the property's own date. */
  forecast_days: z.int().min(1).max(365),
  /** One room type, or `all`. */
  room_type: z.string().min(1).max(64).default('all'),
  include_confidence_intervals: z.boolean().default(true),
  granularity: z.enum(['daily', 'weekly', 'monthly']).default('daily'),
});
export type ForecastOccupancyRequest = z.output<typeof ForecastOccupancyRequest>;

export const OccupancyForecast = z.strictObject({
  /** The day, or the first day of the week or month that lies in the forecast. */
  date: IsoDate,
  /** Days that the row stands for; left out of daily rows. */
  days: z.int().min(1).max(31).optional(),
  /** predicted_occupied/total_rooms. */
  predicted_occupancy: Probability,
  lower_bound: Probability.optional(),
  upper_bound: Probability.optional(),
  confidence_level: Probability.optional(),
  /** Rooms; room-nights of a week or month. */
  total_rooms: z.int().min(0).max(100_000_000),
  predicted_occupied: z.int().min(0).max(100_000_000),
  predicted_available: z.int().min(0).max(100_000_000),
});
export type OccupancyForecast = z.output<typeof OccupancyForecast>;

export const OccupancySummary = z.strictObject({
  /** Of all rooms over all days. */
  avg_occupancy: Probability,
  peak_date: IsoDate,
  peak_occupancy: Probability,
  lowest_date: IsoDate,
  lowest_occupancy: Probability,
});

export const ForecastOccupancyResponse = z.strictObject({
  forecasts: z.array(OccupancyForecast),
  summary: OccupancySummary,
  model_info: ForecastModelInfo,
  model_version: z.string(),
  generated_at: Instant,
});
export type ForecastOccupancyResponse = z.output<typeof ForecastOccupancyResponse>;

export const forecastOccupancy = operation({
  domain: 'forecasting',
  service: 'HotelForecastService',
  method: 'ForecastOccupancy',
  idempotent: true,
  verb: 'POST',
  path: '/forecast/occupancy',
  access: 'reader',
  summary: 'Occupied rooms of the coming days, from what is on the books and what usually comes',
  request: ForecastOccupancyRequest,
  response: ForecastOccupancyResponse,
});
