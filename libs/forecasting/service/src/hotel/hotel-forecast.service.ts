import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type {
  ForecastHousekeepingDemandRequest,
  ForecastHousekeepingDemandResponse,
  ForecastModelInfo,
  ForecastOccupancyRequest,
  ForecastOccupancyResponse,
  ForecastRevenueRequest,
  ForecastRevenueResponse,
} from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { housekeepingRows, occupancyRows, revenueRows, STATED_COVERAGE } from '@bellwether/forecasting-core';
import { CLOCK, LOGGER, type Clock } from '@bellwether/platform/bootstrap';
import { exemplar, Metrics } from '@bellwether/platform/metrics';
import type { Logger } from 'pino';
import type { HotelSeries } from '../anomalies/hotel-series.js';
import { FORECASTING_MODELS, type ServedForecasts } from '../forecasting-models.js';
import { ReservationStore } from '../reservations/reservation-store.js';
import { housekeepingAnswer, occupancyAnswer, revenueAnswer } from './hotel-answers.js';
import { OCCUPANCY_FORECASTER, type HotelChain } from './hotel-chain.js';
import { OutlookKeeper, type CurrentOutlook } from './outlook-keeper.js';

/** What the hotel's forecasts say; all are read from one outlook, so that they agree. */
@Injectable()
export class HotelForecastService implements HotelSeries, OnApplicationShutdown {
  private readonly keeper: OutlookKeeper;

  constructor(
    @Inject(FORECASTING_MODELS) private readonly models: ServedForecasts,
    private readonly metrics: Metrics,
    @Inject(CLOCK) private readonly clock: Clock,
    store: ReservationStore,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.keeper = new OutlookKeeper(store, clock, logger);
  }

  onApplicationShutdown(): void {
    this.keeper.close();
  }

  occupancy(request: ForecastOccupancyRequest): Promise<ForecastOccupancyResponse> {
    return this.answer((current) => {
      const part = { ...daysOf(current, request), types: typesOf(current.chain, request.room_type) };
      const rows = occupancyRows(current.outlook, part, request.granularity, STATED_COVERAGE);
      return occupancyAnswer(rows, request);
    });
  }

  revenue({ forecast_days, breakdown_by }: ForecastRevenueRequest): Promise<ForecastRevenueResponse> {
    return this.answer((current) => {
      const { outlook, chain } = current;
      const revenue = revenueRows(outlook, daysOf(current, { forecast_days }), breakdown_by, STATED_COVERAGE);
      return { ...revenueAnswer(revenue, breakdown_by, chain), confidence_level: STATED_COVERAGE };
    });
  }

  housekeeping(request: ForecastHousekeepingDemandRequest): Promise<ForecastHousekeepingDemandResponse> {
    return this.answer((current) => {
      const rows = housekeepingRows(current.outlook, current.chain.model.norms, daysOf(current, request));
      return housekeepingAnswer(rows);
    });
  }

  /** {@link HotelSeries.kept}: the occupied rooms of the house by day. */
  async kept(id: string): ReturnType<HotelSeries['kept']> {
    const { version, model: chain } = this.models.subscribers[OCCUPANCY_FORECASTER].slot.current();
    if (id !== chain.model.source) {
      throw new DomainError('NOT_FOUND', `the model knows the hotel '${chain.model.source}', not '${id}'`);
    }
    const { outlook } = await this.keeper.current(chain, version);
    return { series: { firstDay: outlook.asOf - outlook.past.length + 1, values: outlook.past }, version };
  }

  private async answer<Part extends object>(
    of: (current: CurrentOutlook) => Part,
  ): Promise<Part & { model_info: ForecastModelInfo; model_version: string; generated_at: string }> {
    const started = performance.now();
    const subscriber = this.models.subscribers[OCCUPANCY_FORECASTER];
    const { version, model: chain } = subscriber.slot.current();
    const part = of(await this.keeper.current(chain, version));
    const milliseconds = performance.now() - started;
    const labels = { model: OCCUPANCY_FORECASTER, version };
    this.metrics.predictions.observe({ labels, value: milliseconds / 1_000, ...exemplar() });
    subscriber.measured(version, milliseconds);
    return {
      ...part,
      model_info: modelInfo(chain, version),
      model_version: version,
      generated_at: this.clock().toISOString(),
    };
  }
}

function daysOf(
  { tomorrow }: CurrentOutlook,
  { forecast_days }: { forecast_days: number },
): { from: number; to: number } {
  return { from: tomorrow, to: tomorrow + forecast_days - 1 };
}

/** @throws NOT_FOUND for a type that the house does not have. */
function typesOf({ model: { roomTypes } }: HotelChain, wanted: string): number[] {
  if (wanted === 'all') return roomTypes.map((_, t) => t);
  const t = roomTypes.findIndex(({ name }) => name === wanted);
  if (t !== -1) return [t];
  const message = `must be all or one of ${roomTypes.map(({ name }) => name).join(', ')}, got ${wanted}`;
  throw new DomainError('NOT_FOUND', `room_type ${message}`, { fields: [{ path: 'room_type', message }] });
}

const INTERVAL_METHOD = 'split conformal of joint rolling-origin errors';

function modelInfo({ manifest: { model_type, metrics, training } }: HotelChain, version: string): ForecastModelInfo {
  return {
    model_type,
    model_version: version,
    training_data_range: `${training.range.start} to ${training.range.end}`,
    mape: metrics['mape']!,
    rmse: metrics['rmse']!,
    interval_method: INTERVAL_METHOD,
    coverage: metrics['coverage']!,
  };
}
