import { dateOfEpochDay } from '@bellwether/forecasting-core';
import { Injectable } from '@nestjs/common';
import type { ForecastDemandRequest, ForecastDemandResponse } from '@bellwether/contracts';
import { daysSkipped, type SeriesForecast } from '../series/daily-series-model.js';
import { SeriesModelsInUse, type InUse } from '../series/series-models-in-use.js';
import { insightsOf } from './insights.js';

const MODEL = 'demand_predictor';
const UNITS = { property: 'bookings', destination: 'bookings', product: 'units' } as const;

@Injectable()
export class DemandService {
  constructor(private readonly models: SeriesModelsInUse) {}

  /** @throws NOT_FOUND for an entity that the model does not know; UNAVAILABLE while none is loaded. */
  forecast(request: ForecastDemandRequest): Promise<ForecastDemandResponse> {
    const { type, id } = request.entity;
    const inUse = this.models.take(MODEL, `${type} ${id}`);
    return this.models.counted(MODEL, inUse, () => this.answer(request, inUse));
  }

  private answer({ entity, forecast_days: days }: ForecastDemandRequest, inUse: InUse): ForecastDemandResponse {
    const { model, today, version, at } = inUse;
    const known = model.require({ kind: entity.type, id: entity.id });
    const forecast = model.forecast({ kind: entity.type, id: entity.id }, today, days);
    const { kept, weights } = known.series;
    const lastDay = today - daysSkipped(known.kind, today);
    return {
      entity,
      forecasts: forecast.mean.map((predicted_demand, day) => ({
        date: dateOfEpochDay(forecast.firstDay + day),
        predicted_demand,
        lower_bound: forecast.lower[day]!,
        upper_bound: forecast.upper[day]!,
      })),
      models: Object.fromEntries([...forecast.models].map(([name, values]) => [name, [...values]])),
      weights: { ...weights },
      insights: insightsOf({
        kept,
        lastDay,
        unit: UNITS[entity.type],
        firstDay: forecast.firstDay,
        mean: forecast.mean,
      }),
      confidence_score: confidenceOf(forecast),
      confidence_level: known.kind.errors.coverage,
      model_info: this.models.infoOf(inUse, known, known.kind.coverage ?? undefined),
      model_version: version,
      generated_at: at.toISOString(),
    };
  }
}

/** 1/(1 + mean width of the bounds/mean demand): 1 where nothing is uncertain, towards 0 the less is known. */
export function confidenceOf({ mean, lower, upper }: Pick<SeriesForecast, 'mean' | 'lower' | 'upper'>): number {
  const width = upper.reduce((sum, bound, day) => sum + bound - lower[day]!, 0);
  const demand = mean.reduce((sum, value) => sum + value, 0);
  return width === 0 ? 1 : demand / (demand + width);
}
