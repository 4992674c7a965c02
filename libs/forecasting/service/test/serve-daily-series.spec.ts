import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AnalyticsStore } from '@bellwether/platform/analytics';
import type { ForecastDemandResponse, StockLevel } from '@bellwether/contracts';
import { forecastingUnderTest, type ForecastingUnderTest } from './support/forecasting-under-test.js';
import { AS_OF, storeOfSmallWorlds } from './support/small-worlds.js';
import { servedOf, trainedOn } from './support/trained-series.js';

let analytics: AnalyticsStore;
let app: ForecastingUnderTest;
let now = new Date(`${AS_OF}T10:00:00Z`);

const PRODUCT = { type: 'product', id: 'P001' } as const;
const STOCK: StockLevel = {
  ...{ product_id: 'P001', counted_on: '2026-03-01', on_hand: 60, on_order: 0 },
  ...{ unit_cost: 20, order_cost: 25, annual_holding_rate: 0.25 },
};
const dayAfter = (date: string, days: number) =>
  new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);

beforeAll(async () => {
  analytics = await storeOfSmallWorlds();
  app = await forecastingUnderTest(() => now);
});
afterAll(async () => {
  await app.stop();
  await analytics.close();
});

describe('before a model is loaded', () => {
  it('answers 503 with when to ask again', async () => {
    for (const [path, body] of [
      ['/forecast/demand', { entity: PRODUCT }],
      ['/forecast/revenue', { forecast_days: 7, entity: { type: 'marketplace', id: 'all' } }],
      ['/forecast/revenue', { forecast_days: 7 }],
      ['/inventory/optimize', { product_ids: ['P001'] }],
      ['/anomalies/detect', { entity: PRODUCT }],
    ] as const) {
      expect([path, (await app.post(path, body)).status]).toEqual([path, 503]);
    }
    await expect(app.grpc.forecastDemand({ entity: PRODUCT })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});

describe('models of daily series in use', () => {
  beforeAll(async () => {
    app.serve('demand_predictor', '3', await servedOf(await trainedOn(analytics, 'demand_predictor')));
    app.serve('revenue_forecaster', '4', await servedOf(await trainedOn(analytics, 'revenue_forecaster')));
  });

  const everyKind = [PRODUCT, { type: 'property', id: '1' }, { type: 'destination', id: 'D01' }] as const;

  it('forecast every day from tomorrow on, as the weighted sum of the models that they answer with', async () => {
    for (const entity of everyKind) {
      const answer = await app.http.forecastDemand({ entity, forecast_days: 30 });
      expect(answer.forecasts.map(({ date }) => date)).toEqual(
        Array.from({ length: 30 }, (_, day) => dayAfter(AS_OF, day + 1)),
      );
      expect(Object.keys(answer.models).length).toBeGreaterThanOrEqual(2);
      expect(Object.keys(answer.models).sort()).toEqual(Object.keys(answer.weights).sort());
      expect(Object.values(answer.weights).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
      answer.forecasts.forEach(({ predicted_demand, lower_bound, upper_bound }, day) => {
        expect(predicted_demand).toBe(weighted(answer, day));
        expect(0 <= lower_bound && lower_bound <= predicted_demand && predicted_demand <= upper_bound).toBe(true);
      });
      expect(new Set(answer.forecasts.map(({ predicted_demand }) => predicted_demand)).size).toBeGreaterThan(5);
      expect(answer.model_version).toBe('3');
    }
  });

  it('give over gRPC what they give over HTTP', async () => {
    for (const entity of everyKind) {
      const request = { entity, forecast_days: 14 };
      expect(await app.grpc.forecastDemand(request)).toEqual(await app.http.forecastDemand(request));
    }
    const revenue = { forecast_days: 14, entity: { type: 'property', id: '2' } } as const;
    expect(await app.grpc.forecastRevenue(revenue)).toEqual(await app.http.forecastRevenue(revenue));
  });

  it('have a confidence score that the bounds give', async () => {
    const { forecasts, confidence_score } = await app.http.forecastDemand({ entity: everyKind[2] });
    const mean = (of: (row: (typeof forecasts)[number]) => number) =>
      forecasts.reduce((sum, row) => sum + of(row), 0) / forecasts.length;
    const width = mean(({ upper_bound, lower_bound }) => upper_bound - lower_bound);
    expect(confidence_score).toBeCloseTo(1 / (1 + width / mean(({ predicted_demand }) => predicted_demand)), 12);
  });

  it('say of the last weeks what the store says', async () => {
    const { insights } = await app.http.forecastDemand({ entity: everyKind[2] });
    const [{ since, before }] = (await analytics.rows<{ since: number; before: number }>(
      `SELECT toFloat64(countIf(toDate(booked_at) > '2026-01-04')) AS since,
         toFloat64(countIf(toDate(booked_at) BETWEEN '2025-11-10' AND '2026-01-04')) AS before
       FROM rentals_bookings WHERE destination_id = 'D01'`,
    )) as [{ since: number; before: number }];
    expect(insights).toContainEqual(
      expect.stringContaining(`${since} bookings in the 8 weeks up to 2026-03-01, ${before} in the 8 before`),
    );
    expect(insights.length).toBeGreaterThanOrEqual(3);
  });

  it('go on from their last day when they are old, and leave no day out', async () => {
    const request = { entity: everyKind[1], forecast_days: 20 };
    const fresh = await app.http.forecastDemand(request);
    now = new Date(`${dayAfter(AS_OF, 5)}T10:00:00Z`);
    const later = await app.http.forecastDemand(request);
    now = new Date(`${AS_OF}T10:00:00Z`);
    expect(later.forecasts[0]!.date).toBe(dayAfter(AS_OF, 6));
    const demands = ({ forecasts }: ForecastDemandResponse) =>
      forecasts.map(({ predicted_demand }) => predicted_demand);
    expect(demands(later).slice(0, 15)).toEqual(demands(fresh).slice(5));
  });

  it('do not know an entity that is none, nor a horizon that is none', async () => {
    expect((await app.post('/forecast/demand', { entity: { type: 'product', id: 'NO-SUCH' } })).status).toBe(404);
    await expect(app.grpc.forecastDemand({ entity: { type: 'property', id: '999' } })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    for (const forecast_days of [0, 91, 1.5]) {
      const { status, json } = await app.post('/forecast/demand', { entity: PRODUCT, forecast_days });
      expect([status, json['errors']]).toEqual([400, [expect.objectContaining({ path: 'forecast_days' })]]);
    }
  });

  it('forecast a marketplace as the sum of its properties, to the cent and on every day', async () => {
    const whole = await app.http.forecastRevenue({ forecast_days: 90, entity: { type: 'marketplace', id: 'all' } });
    const cents = new Array<number>(90).fill(0);
    for (let id = 1; id <= 12; id++) {
      const part = await app.http.forecastRevenue({ forecast_days: 90, entity: { type: 'property', id: String(id) } });
      part.forecasts.forEach(({ predicted_revenue }, day) => (cents[day]! += Math.round(predicted_revenue * 100)));
    }
    expect(whole.forecasts.map(({ predicted_revenue }) => Math.round(predicted_revenue * 100))).toEqual(cents);
    expect(Math.round(whole.summary.total_forecasted_revenue * 100)).toBe(cents.reduce((sum, value) => sum + value, 0));
  });

  it('bound revenue by day and in total, the total by less than the days together', async () => {
    const { forecasts, summary } = await app.http.forecastRevenue({
      ...{ forecast_days: 30, entity: { type: 'marketplace', id: 'all' } },
    });
    for (const { predicted_revenue, lower_bound, upper_bound } of forecasts) {
      expect(0 <= lower_bound && lower_bound <= predicted_revenue && predicted_revenue <= upper_bound).toBe(true);
    }
    expect(summary.total_lower_bound).toBeLessThanOrEqual(summary.total_forecasted_revenue);
    expect(summary.total_upper_bound).toBeGreaterThan(summary.total_forecasted_revenue);
    expect(summary.total_upper_bound).toBeLessThan(forecasts.reduce((sum, { upper_bound }) => sum + upper_bound, 0));
    expect(summary.peak_revenue).toBe(Math.max(...forecasts.map(({ predicted_revenue }) => predicted_revenue)));
  });

  it('refuse a breakdown of a marketplace, and do not know another one', async () => {
    const entity = { type: 'marketplace', id: 'all' };
    const { status, json } = await app.post('/forecast/revenue', { forecast_days: 7, entity, breakdown_by: 'segment' });
    expect([status, json['errors']]).toEqual([400, [expect.objectContaining({ path: 'breakdown_by' })]]);
    const other = { forecast_days: 7, entity: { type: 'marketplace', id: 'other' } };
    expect((await app.post('/forecast/revenue', other)).status).toBe(404);
  });

  describe('and stock', () => {
    const optimize = (more: object = {}) => app.http.optimizeInventory({ product_ids: ['P001'], ...more });

    beforeAll(async () => {
      expect(await app.grpc.pushStock({ stock: [STOCK, { ...STOCK, product_id: 'P002', on_hand: 0 }] })).toMatchObject({
        stored: 2,
      });
    });

    it('recommend by identities that are exact', async () => {
      for (const service_level of [0.9, 0.95, 0.99]) {
        const { recommendations } = await optimize({ service_level });
        const [one] = recommendations;
        expect(one!.reorder_point - one!.safety_stock).toBe(one!.forecasted_daily_demand * 14);
        expect(one!.days_of_inventory * one!.forecasted_daily_demand).toBeCloseTo(60, 9);
        const holding = STOCK.annual_holding_rate * STOCK.unit_cost;
        const quantity = Math.sqrt((2 * 365 * one!.forecasted_daily_demand * STOCK.order_cost) / holding);
        expect(one!.economic_order_quantity).toBeCloseTo(quantity, 9);
        expect(one!.stockout_risk).toBeCloseTo(1 - service_level, 3);
      }
    });

    it('keep more for more service, in proportion to the normal quantiles', async () => {
      const safety = async (service_level: number) =>
        (await optimize({ service_level })).recommendations[0]!.safety_stock;
      expect((await safety(0.99)) / (await safety(0.9))).toBeCloseTo(2.3263 / 1.2816, 2);
    });

    it('have what is out of stock ordered now', async () => {
      const { recommendations } = await optimize({ product_ids: ['P002', 'P001'] });
      expect(recommendations.map(({ product_id }) => product_id)).toEqual(['P002', 'P001']);
      const [empty] = recommendations;
      expect(empty).toMatchObject({ action: 'order_now', days_of_inventory: 0 });
      expect(empty!.recommended_order).toBeGreaterThanOrEqual(1);
      expect(empty!.current_stockout_risk).toBeGreaterThan(empty!.stockout_risk);
    });

    it('take a later count and leave an earlier one', async () => {
      const push = (counted_on: string, on_hand: number) =>
        app.http.pushStock({ stock: [{ ...STOCK, counted_on, on_hand }] });
      const onHand = async () => (await optimize()).recommendations[0]!.current_inventory;
      await push('2026-02-01', 1);
      expect(await onHand()).toBe(60);
      await push('2026-03-02', 44);
      expect(await onHand()).toBe(44);
      await push('2026-03-02', 60);
    });

    it('name the product that is not known', async () => {
      const { status, json } = await app.post('/inventory/optimize', { product_ids: ['P001', 'NO-SUCH', 'P003'] });
      expect(status).toBe(404);
      expect(json['detail']).toContain("product_ids.1: no forecast is known of 'NO-SUCH'");
      expect(json['detail']).toContain("product_ids.2: no stock level is known of 'P003'");
    });

    it('refuse products that come twice, and levels that are none', async () => {
      const twice = await app.post('/inventory/stock', { stock: [STOCK, STOCK] });
      expect([twice.status, twice.json['errors']]).toEqual([
        400,
        [expect.objectContaining({ path: 'stock.1.product_id' })],
      ]);
      expect((await app.post('/inventory/optimize', { product_ids: ['P001', 'P001'] })).status).toBe(400);
      expect((await app.post('/inventory/optimize', { product_ids: ['P001'], service_level: 1 })).status).toBe(400);
      expect((await app.post('/inventory/optimize', { product_ids: [] })).status).toBe(400);
    });
  });

  describe('and anomalies', () => {
    const wave = (odd: number) =>
      Array.from({ length: 200 }, (_, i) => ({
        date: dayAfter('2025-08-01', i),
        value: i === 150 ? odd : 100 + 10 * Math.sin((i * 2 * Math.PI) / 7) + ((i * 7919) % 13) / 6,
      }));

    it('are a spike and a dip, and hardly anything else', async () => {
      for (const odd of [220, 15]) {
        const answer = await app.http.detectAnomalies({ series: wave(odd) });
        expect(answer.anomalies.map(({ date }) => date)).toContain(dayAfter('2025-08-01', 150));
        expect(answer.anomalies.length).toBeLessThanOrEqual(2);
        for (const { value, lower_bound, upper_bound, severity } of answer.anomalies) {
          expect(value < lower_bound || value > upper_bound).toBe(true);
          expect(severity).toBeGreaterThan(1);
        }
        expect(await app.grpc.detectAnomalies({ series: wave(odd) })).toEqual(answer);
      }
    });

    it('are the same in whatever order the days come', async () => {
      const series = wave(220);
      expect(await app.http.detectAnomalies({ series: series.toReversed() })).toEqual(
        await app.http.detectAnomalies({ series }),
      );
    });

    it('tell a shift of the level', async () => {
      const series = wave(100).map(({ date, value }, i) => ({ date, value: i < 120 ? value : value + 60 }));
      const { level_shifts } = await app.http.detectAnomalies({ series });
      expect(level_shifts).toHaveLength(1);
      const off = (Date.parse(level_shifts[0]!.date) - Date.parse('2025-08-01')) / 86_400_000 - 120;
      expect(Math.abs(off)).toBeLessThanOrEqual(3);
      expect(level_shifts[0]!.level - level_shifts[0]!.expected).toBeCloseTo(60, -1);
    });

    it('are looked for in what models keep', async () => {
      for (const entity of [...everyKind, { type: 'marketplace', id: 'all' } as const]) {
        const { model_version, anomalies } = await app.http.detectAnomalies({ entity });
        expect(model_version).toBe(entity.type === 'marketplace' ? '4' : '3');
        for (const { value, lower_bound, upper_bound } of anomalies) {
          expect(value < lower_bound || value > upper_bound).toBe(true);
        }
      }
      expect((await app.post('/anomalies/detect', { entity: { type: 'product', id: 'X' } })).status).toBe(404);
      // The hotel's model is not there.
      expect((await app.post('/anomalies/detect', { entity: { type: 'hotel', id: 'X' } })).status).toBe(503);
    });

    it('refuse a series that is short, has a gap or a day twice, or comes with an entity', async () => {
      const series = wave(100);
      const pathsOf = async (body: object) => {
        const { status, json } = await app.post('/anomalies/detect', body);
        expect(status).toBe(400);
        return (json['errors'] as { path: string }[]).map(({ path }) => path);
      };
      expect(await pathsOf({ series: series.slice(0, 29) })).toEqual(['series']);
      expect(await pathsOf({})).toEqual(['series']);
      expect(await pathsOf({ series: series.toSpliced(12, 1) })).toEqual(['series.12.date']);
      expect(await pathsOf({ series: [...series, series[3]!] })).toEqual(['series.200.date']);
      expect(await pathsOf({ series, entity: PRODUCT })).toEqual(['series']);
      expect(await pathsOf({ series: [...series, { date: '2026-02-30', value: 1 }] })).toEqual(['series.200.date']);
    });
  });
});

function weighted({ models, weights }: ForecastDemandResponse, day: number): number {
  let sum = 0;
  for (const [name, values] of Object.entries(models)) sum += weights[name]! * values[day]!;
  return sum;
}
