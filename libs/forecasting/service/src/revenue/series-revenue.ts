import { Injectable } from '@nestjs/common';
import type { ForecastRevenueRequest, ForecastRevenueResponse, RevenueEntity } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { boundsAhead, dateOfEpochDay } from '@bellwether/forecasting-core';
import { EventLoopTurns } from '@bellwether/platform/callers';
import { daysSkipped, sumFromTomorrow, type DailySeriesModel, type KnownSeries } from '../series/daily-series-model.js';
import { SeriesModelsInUse, type InUse } from '../series/series-models-in-use.js';
import { marketplaceCents, type MarketplaceCents } from './marketplace-cents.js';

const MODEL = 'revenue_forecaster';

/** Revenue of a marketplace and of its properties. Answers of one model and day add up: the marketplace is the sum of its properties. */
@Injectable()
export class SeriesRevenue {
  /** Of the last day asked, by model: forgotten with it. */
  private readonly made = new WeakMap<
    DailySeriesModel,
    { readonly today: number; readonly cents: Promise<MarketplaceCents> }
  >();

  constructor(
    private readonly models: SeriesModelsInUse,
    private readonly turns: EventLoopTurns,
  ) {}

  /**
   * @throws INVALID_ARGUMENT for a breakdown, which neither has; NOT_FOUND for an entity that the model does not know; UNAVAILABLE while none
   *   is loaded.
   */
  async forecast(request: ForecastRevenueRequest, entity: RevenueEntity): Promise<ForecastRevenueResponse> {
    refuseBreakdown(request);
    // One version answers for all of a marketplace, or its parts would not add up.
    const inUse = this.models.take(MODEL, 'marketplace');
    const known = inUse.model.require({ kind: entity.type, id: entity.id });
    return this.models.counted(MODEL, inUse, async () => {
      const { whole, byProperty } = await this.centsOf(inUse);
      const cents = entity.type === 'marketplace' ? whole : byProperty.get(entity.id)!;
      return this.answer(entity, cents.slice(0, request.forecast_days), known, inUse);
    });
  }

  private centsOf({ model, today }: InUse): Promise<MarketplaceCents> {
    const made = this.made.get(model);
    if (made?.today === today) return made.cents;
    const cents = marketplaceCents(model, today, () => this.turns.next());
    this.made.set(model, { today, cents });
    // What failed is tried again.
    cents.catch(() => this.made.delete(model));
    return cents;
  }

  private answer(
    entity: RevenueEntity,
    cents: readonly number[],
    known: KnownSeries,
    inUse: InUse,
  ): ForecastRevenueResponse {
    const { kind, series } = known;
    const skip = daysSkipped(kind, inUse.today);
    const forecasts = cents.map((value, day) => {
      const { lower, upper } = boundsAhead(kind.errors, skip + day + 1);
      return {
        date: dateOfEpochDay(inUse.today + 1 + day),
        predicted_revenue: value / 100,
        lower_bound: below(value, lower * series.noise),
        upper_bound: above(value, upper * series.noise),
      };
    });
    const total = cents.reduce((sum, value) => sum + value, 0);
    const sum = sumFromTomorrow(kind, skip, cents.length);
    const peak = cents.indexOf(Math.max(...cents));
    return {
      entity,
      forecasts,
      summary: {
        total_forecasted_revenue: total / 100,
        avg_daily_revenue: Math.round(total / cents.length) / 100,
        peak_revenue_date: forecasts[peak]!.date,
        peak_revenue: cents[peak]! / 100,
        total_lower_bound: below(total, sum.lower * series.noise),
        total_upper_bound: above(total, sum.upper * series.noise),
      },
      currency: inUse.model.content.currency,
      confidence_level: kind.errors.coverage,
      model_info: this.models.infoOf(inUse, known, kind.coverage ?? undefined),
      model_version: inUse.version,
      generated_at: inUse.at.toISOString(),
    };
  }
}

function refuseBreakdown({ breakdown_by }: ForecastRevenueRequest): void {
  if (breakdown_by === 'none') return;
  const message = 'must be none: a marketplace and its properties have no breakdown';
  const fields = [{ path: 'breakdown_by', message }];
  throw new DomainError('INVALID_ARGUMENT', `breakdown_by ${message}, got ${breakdown_by}`, { fields });
}

/** Bounds in money, around cents, of an error in money: revenue is never below 0. */
const below = (cents: number, error: number): number => Math.max(0, Math.floor(cents + 100 * Math.min(0, error))) / 100;
const above = (cents: number, error: number): number => Math.ceil(cents + 100 * Math.max(0, error)) / 100;
