import type { ForecastDemandResponse, ForecastOccupancyResponse, ForecastRevenueResponse } from '@bellwether/contracts';
import type { RiskAnswer } from '../predicting/predict-risk.js';
import { untilLoaded } from '../predicting/until-loaded.js';
import type { Session } from '../session.js';
import type { ApiClient, Stack } from '../stack/stack.js';
import { showing } from '../terminal/progress.js';
import type { TRAINABLE_MODELS } from '../training/trainable-models.js';

type ModelName = (typeof TRAINABLE_MODELS)[number];

/** A booking that the simulated hotel always has. */
export const FIRST_QUESTION = { booking_id: 'BOOK001' } as const;

/** What a model answers first. */
export type FirstAnswer = RiskAnswer | ForecastOccupancyResponse | ForecastDemandResponse | ForecastRevenueResponse;

/** The question that each model answers. */
const ASK: Readonly<Record<ModelName, (api: ApiClient) => Promise<FirstAnswer>>> = {
  churn_predictor: (api) => api.predictChurn(FIRST_QUESTION),
  no_show_predictor: (api) => api.predictNoShow(FIRST_QUESTION),
  demand_predictor: (api) => api.forecastDemand({ entity: { type: 'product', id: 'P001' } }),
  revenue_forecaster: (api) => api.forecastRevenue({ forecast_days: 30, entity: { type: 'marketplace', id: 'all' } }),
  occupancy_forecaster: (api) => api.forecastOccupancy({ forecast_days: 30 }),
};

/** Asks a model until it answers: a version in production is not of use until the services have loaded it. */
export function firstAnswer({ report, host }: Session, { api }: Stack, model: ModelName): Promise<FirstAnswer> {
  return showing(report.progress, `Loading ${model}`, async () => {
    const answer = await untilLoaded(host, () => ASK[model](api));
    return { value: answer, outcome: `version ${answer.model_version} answers` };
  });
}
