import { Inject, Injectable } from '@nestjs/common';
import type { AnomalyEntity, DetectAnomaliesRequest, DetectAnomaliesResponse } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { dailyAnomalies, dailyLevelShifts, type DailyAnomaly, dateOfEpochDay } from '@bellwether/forecasting-core';
import { CLOCK, type Clock } from '@bellwether/platform/bootstrap';
import { EventLoopTurns, type Caller } from '@bellwether/platform/callers';
import { SeriesModelsInUse } from '../series/series-models-in-use.js';
import { HOTEL_SERIES, type HotelSeries } from './hotel-series.js';
import { toldSeries, type DatedSeries } from './told-series.js';

/** What answers for a series that no model keeps. */
const METHOD_VERSION = 'weekday_median/1';

@Injectable()
export class AnomalyService {
  constructor(
    private readonly models: SeriesModelsInUse,
    private readonly turns: EventLoopTurns,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(HOTEL_SERIES) private readonly hotel: HotelSeries,
  ) {}

  /**
   * @throws INVALID_ARGUMENT for neither or both of entity and series, or a series with gaps or days that come twice; NOT_FOUND for an entity
   *   that no model knows; UNAVAILABLE while its model is not loaded.
   */
  async detect(
    { entity, series, level }: DetectAnomaliesRequest,
    { signal }: Caller,
  ): Promise<DetectAnomaliesResponse> {
    const { dated, version } = await this.seriesOf(entity, series);
    const at = this.clock();
    const anomalies = await this.inTurns(dailyAnomalies(dated.values, level), signal);
    await this.turns.next(signal);
    const shifts = dailyLevelShifts(dated.values);
    return {
      anomalies: anomalies.map(({ at: position, expected, lower, upper, severity }) => ({
        date: dateOfEpochDay(dated.firstDay + position),
        value: dated.values[position]!,
        expected,
        lower_bound: lower,
        upper_bound: upper,
        severity,
      })),
      level_shifts: shifts.map(({ at: position, ...shift }) => ({
        date: dateOfEpochDay(dated.firstDay + position),
        ...shift,
      })),
      level,
      model_version: version,
      generated_at: at.toISOString(),
    };
  }

  private async seriesOf(
    entity: AnomalyEntity | undefined,
    series: DetectAnomaliesRequest['series'],
  ): Promise<{ readonly dated: DatedSeries; readonly version: string }> {
    if (entity === undefined) return { dated: toldSeries(series), version: METHOD_VERSION };
    if (series.length > 0) {
      const fields = [{ path: 'series', message: 'must be left out where an entity is named' }];
      throw new DomainError('INVALID_ARGUMENT', 'series must be left out where an entity is named', { fields });
    }
    if (entity.type === 'hotel') {
      const kept = await this.hotel.kept(entity.id);
      return { dated: kept.series, version: kept.version };
    }
    const name = entity.type === 'marketplace' ? 'revenue_forecaster' : 'demand_predictor';
    const { model, version } = this.models.take(name, `${entity.type} ${entity.id}`);
    const { kind, series: known } = model.require({ kind: entity.type, id: entity.id });
    const values = Float64Array.from(known.kept);
    return { dated: { firstDay: kind.last_day - values.length + 1, values }, version };
  }

  private async inTurns(
    work: Generator<void, DailyAnomaly[], undefined>,
    signal?: AbortSignal,
  ): Promise<DailyAnomaly[]> {
    for (;;) {
      const step = work.next();
      if (step.done === true) return step.value;
      await this.turns.next(signal);
    }
  }
}
