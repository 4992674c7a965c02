import { PICKUP_METHODS } from '@bellwether/model-kernel/forecasting';
import { HyperparameterRange } from '@bellwether/platform/training';
import { z } from 'zod';

const minutes = z.strictObject({ checkout: z.number().min(0), stayover: z.number().min(0) });
const hour = z.int().min(0).max(24);

/** How a house is cleaned where its own records do not say. */
export const HousekeepingConfig = z.strictObject({
  /** Minutes for a room: after a departure, and while its guests stay. */
  minutes,
  /** Shares of the departures by the hour before which guests have left; they add up to 1. */
  check_out_hours: z
    .record(z.string().regex(/^([01]?\d|2[0-3])$/), z.number().min(0))
    .refine((shares) => Math.abs(Object.values(shares).reduce((sum, share) => sum + share, 0) - 1) < 1e-9, {
      message: 'must add up to 1',
    }),
  stayover_hours: z.strictObject({ from: hour, to: hour }).refine(({ from, to }) => from < to, 'from must be below to'),
  shifts: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        from: hour,
        to: hour,
        /** Minutes of a shift in which an attendant cleans. */
        productive_minutes: z.number().positive(),
      }),
    )
    .min(1),
});

/** `models/<name>/model.json` of a hotel's chain. */
export const ChainConfig = z.strictObject({
  name: z.string(),
  description: z.string(),
  trainer: z.literal('hotel_chain'),
  model_type: z.string(),
  /** Trained on unless a job says otherwise. */
  source: z.string(),
  /** IANA name: whose days are forecast. */
  time_zone: z.string(),
  /** Whose public holidays count, ISO 3166-1 alpha-2. */
  country: z.string().length(2),
  pickup: z.enum(Object.keys(PICKUP_METHODS) as (keyof typeof PICKUP_METHODS)[]),
  estimated_minutes: z.number().positive(),
  hyperparameters: z.strictObject({
    changepoint_prior_scale: HyperparameterRange,
    monthly_order: HyperparameterRange,
    origin_step_days: HyperparameterRange,
  }),
  housekeeping: HousekeepingConfig,
});
export type ChainConfig = z.output<typeof ChainConfig>;
