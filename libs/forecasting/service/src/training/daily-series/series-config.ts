import { HyperparameterRange } from '@bellwether/platform/training';
import { z } from 'zod';

const SETTINGS = [
  'horizon_days',
  'origins',
  'origin_every_days',
  'coverage',
  'kept_days',
  'history_days',
  /** Of the rows and features that trees over many series draw. */
  'seed',
] as const;
export type SeriesSettings = Readonly<Record<(typeof SETTINGS)[number], number>>;

/** `models/<name>/model.json` of a model of daily series. */
export const SeriesConfig = z.strictObject({
  name: z.string(),
  description: z.string(),
  trainer: z.literal('daily_series'),
  model_type: z.string(),
  target: z.enum(['demand', 'revenue']),
  /** Where each reader finds its rows unless a job says otherwise. */
  sources: z.strictObject({ rentals: z.string().optional(), shop: z.string().optional() }),
  /** Whose days the series are of. */
  time_zone: z.string(),
  /** Of revenue. */
  currency: z.string(),
  estimated_minutes: z.number().positive(),
  hyperparameters: z.strictObject(
    Object.fromEntries(SETTINGS.map((name) => [name, HyperparameterRange])) as Record<
      (typeof SETTINGS)[number],
      typeof HyperparameterRange
    >,
  ),
});
export type SeriesConfig = z.output<typeof SeriesConfig>;
