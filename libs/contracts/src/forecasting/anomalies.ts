import { z } from 'zod';
import { Identifier, Instant, IsoDate } from '../fields.js';
import { operation } from '../operation.js';

/** A series that a trained model knows: the hotel's occupancy (`hotel`), revenue of a marketplace, demand of the others. */
export const AnomalyEntity = z.strictObject({
  type: z.enum(['hotel', 'marketplace', 'property', 'destination', 'product']),
  id: Identifier,
});
export type AnomalyEntity = z.output<typeof AnomalyEntity>;

export const SeriesPoint = z.strictObject({ date: IsoDate, value: z.number() });
export type SeriesPoint = z.output<typeof SeriesPoint>;

export const DetectAnomaliesRequest = z.strictObject({
  /** Instead of `series`: one that a model keeps. */
  entity: AnomalyEntity.optional(),
  /** One value a day, in any order, without gaps; 30 days at least. */
  series: z.array(SeriesPoint).max(5_000).default([]),
  /** Share of usual days that lie within their band. */
  level: z.number().min(0.5).max(0.99999).default(0.999),
});
export type DetectAnomaliesRequest = z.output<typeof DetectAnomaliesRequest>;

export const Anomaly = z.strictObject({
  date: IsoDate,
  value: z.number(),
  expected: z.number(),
  lower_bound: z.number(),
  upper_bound: z.number(),
  /** By how many half-widths of its band the point lies off what was expected: above 1. */
  severity: z.number(),
});
export type Anomaly = z.output<typeof Anomaly>;

/** The day from which a series ran on another level. */
export const LevelShift = z.strictObject({
  date: IsoDate,
  expected: z.number(),
  level: z.number(),
  /** Of the difference, in standard errors. */
  severity: z.number(),
});
export type LevelShift = z.output<typeof LevelShift>;

export const DetectAnomaliesResponse = z.strictObject({
  /** Points outside their band only, above or below, oldest first. */
  anomalies: z.array(Anomaly),
  level_shifts: z.array(LevelShift),
  level: z.number(),
  /** Of the model that keeps the entity, or of the method for a series that came with the request. */
  model_version: z.string(),
  generated_at: Instant,
});
export type DetectAnomaliesResponse = z.output<typeof DetectAnomaliesResponse>;

export const detectAnomalies = operation({
  domain: 'forecasting',
  service: 'AnomalyService',
  method: 'DetectAnomalies',
  idempotent: true,
  load: 'bulk',
  verb: 'POST',
  path: '/anomalies/detect',
  access: 'reader',
  summary: 'Days of a series that lie outside their expected band',
  request: DetectAnomaliesRequest,
  response: DetectAnomaliesResponse,
});
