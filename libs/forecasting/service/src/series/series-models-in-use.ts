import { dayIn } from '@bellwether/forecasting-core';
import { Inject, Injectable } from '@nestjs/common';
import type { ForecastModelInfo } from '@bellwether/contracts';
import { CLOCK, type Clock } from '@bellwether/platform/bootstrap';
import { exemplar, Metrics } from '@bellwether/platform/metrics';
import type { ServedModel } from '@bellwether/platform/model-runtime';
import { FORECASTING_MODELS, type ServedForecasts } from '../forecasting-models.js';
import type { DailySeriesModel, KnownSeries } from './daily-series-model.js';

export type SeriesModelInUse = 'demand_predictor' | 'revenue_forecaster';

/** A version that answers, and the day that is today where its series are of. */
export interface InUse extends ServedModel<DailySeriesModel> {
  readonly today: number;
  readonly at: Date;
}

/** How the bounds of daily series come about. */
const INTERVAL_METHOD =
  'split conformal of rolling-origin errors, pooled over the series of a kind in units of their noise';

/** The models of daily series that answer now. */
@Injectable()
export class SeriesModelsInUse {
  constructor(
    @Inject(FORECASTING_MODELS) private readonly models: ServedForecasts,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  /**
   * @param asked what a rollout draws by: questions whose answers must agree ask alike.
   * @throws UNAVAILABLE while no version is loaded.
   */
  take(name: SeriesModelInUse, asked: string): InUse {
    const { served } = this.models.subscribers[name].slot.routing().route(asked);
    const at = this.clock();
    return { ...served, at, today: dayIn(served.model.content.time_zone, at) };
  }

  /** Answers with a version and counts its predictions. */
  async counted<Answer>(
    name: SeriesModelInUse,
    { version }: InUse,
    answer: () => Answer | Promise<Answer>,
    predictions = 1,
  ): Promise<Answer> {
    const started = performance.now();
    const answered = await answer();
    const each = (performance.now() - started) / predictions;
    for (let i = 0; i < predictions; i++) {
      this.metrics.predictions.observe({ labels: { model: name, version }, value: each / 1_000, ...exemplar() });
      this.models.subscribers[name].measured(version, each);
    }
    return answered;
  }

  infoOf({ version, model }: InUse, { series }: KnownSeries, coverage: number | undefined): ForecastModelInfo {
    return {
      model_type: 'WeightedEnsemble',
      model_version: version,
      training_data_range: model.trainedOn,
      // Of a series in which nothing happened no percentage can be told: none of it was missed.
      mape: series.mape ?? 0,
      rmse: series.rmse,
      interval_method: INTERVAL_METHOD,
      ...(coverage !== undefined && { coverage }),
    };
  }
}
