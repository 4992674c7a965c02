import type { ServedModels } from '@bellwether/platform/model-runtime';
import { OCCUPANCY_FORECASTER, prepareHotelChain } from './hotel/hotel-chain.js';
import { prepareDailySeries } from './series/prepare-daily-series.js';

/** The models of this domain, each with what makes it of a bundle. */
export const PREPARE = {
  [OCCUPANCY_FORECASTER]: prepareHotelChain,
  demand_predictor: prepareDailySeries,
  revenue_forecaster: prepareDailySeries,
} as const;

/** What each model is once it is in use. */
export type ForecastingModels = {
  readonly [Name in keyof typeof PREPARE]: Awaited<ReturnType<(typeof PREPARE)[Name]>>['model'];
};

/** Where the models are found by who answers with them. */
export const FORECASTING_MODELS = Symbol('ForecastingModels');
export type ServedForecasts = ServedModels<ForecastingModels>;
