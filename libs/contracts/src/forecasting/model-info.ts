import { z } from 'zod';

/** What made a forecast, and how it did on days that it had not seen. */
export const ForecastModelInfo = z.strictObject({
  model_type: z.string(),
  model_version: z.string(),
  /** `YYYY-MM-DD to YYYY-MM-DD`, both days included. */
  training_data_range: z.string(),
  /** Mean absolute percentage error at rolling origins of the past, in percent; days of value 0 left out. */
  mape: z.number(),
  /** Root mean squared error at the same origins: of rates a rate, else in the unit of the series. */
  rmse: z.number(),
  /** How the bounds come about, e.g. `split conformal of joint rolling-origin errors`. */
  interval_method: z.string(),
  /** Share of the past that was within the bounds, each origin judged by the others' errors; left out where not measured. */
  coverage: z.number().optional(),
});
export type ForecastModelInfo = z.output<typeof ForecastModelInfo>;
