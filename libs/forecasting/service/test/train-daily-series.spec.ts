import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GateEvidence } from '@bellwether/contracts';
import type { AnalyticsStore } from '@bellwether/platform/analytics';
import { openBundle } from '@bellwether/platform/model-runtime';
import type { TrainedModel } from '@bellwether/platform/training';
import { storeOfSmallWorlds } from './support/small-worlds.js';
import { servedOf, trainedOn } from './support/trained-series.js';

let analytics: AnalyticsStore;
let demand: TrainedModel;
let revenue: TrainedModel;

beforeAll(async () => {
  analytics = await storeOfSmallWorlds();
  demand = await trainedOn(analytics, 'demand_predictor');
  revenue = await trainedOn(analytics, 'revenue_forecaster');
});
afterAll(() => analytics.close());

describe('training models of daily series', () => {
  it('takes all properties, destinations and products of the worlds, up to their last day', async () => {
    const { content } = await servedOf(demand);
    expect(content.kinds.map(({ kind, series }) => [kind, series.length])).toEqual([
      ['property', 12],
      ['destination', 3],
      ['product', 20],
    ]);
    expect((await servedOf(demand)).trainedOn).toMatch(/to 2026-03-01$/);
  });

  it('keeps of each series the days as they are in the store', async () => {
    const { content } = await servedOf(demand);
    const kept = content.kinds.find(({ kind }) => kind === 'destination')!.series[0]!;
    const rows = await analytics.rows<{ day: string; n: number }>(
      `SELECT toString(toDate(booked_at)) AS day, toFloat64(count()) AS n FROM rentals_bookings
       WHERE destination_id = {id:String} GROUP BY day`,
      { id: kept.id },
    );
    const total = rows.reduce((sum, { n }) => sum + n, 0);
    expect(kept.kept.reduce((sum, value) => sum + value, 0)).toBe(total);
    const last = rows.find(({ day }) => day === '2026-03-01')?.n ?? 0;
    expect(kept.kept.at(-1)).toBe(last);
  });

  it('is better than the last week repeated, and its bounds hold', () => {
    for (const { metrics } of [demand, revenue]) {
      expect(metrics['worst_relative_rmse']).toBeLessThan(1);
      expect(metrics['least_coverage']).toBeGreaterThan(0.8);
    }
  });

  it('has weights that add up to 1, none of them small, of the models that were fitted', async () => {
    for (const trained of [demand, revenue]) {
      for (const { series } of (await servedOf(trained)).content.kinds) {
        for (const { weights, fits } of series) {
          const values = Object.values(weights);
          expect(values.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
          expect(Math.min(...values)).toBeGreaterThanOrEqual(0.02 - 1e-4);
          expect(Object.keys(fits).sort()).toEqual(Object.keys(weights).sort());
        }
      }
    }
  });

  it('comes to the same bytes from the same data and settings, and to others from others', async () => {
    const again = await trainedOn(analytics, 'demand_predictor');
    expect(again.bundle.manifestDigest).toBe(demand.bundle.manifestDigest);
    const other = await trainedOn(analytics, 'demand_predictor', { more: { hyperparameters: { origins: 4 } } });
    expect(other.bundle.manifestDigest).not.toBe(demand.bundle.manifestDigest);
  });

  it('learns nothing of the days after the range that it is given', async () => {
    const range = { training_data_range: { start: '2025-08-15', end: '2026-02-01' } };
    const { content } = await servedOf(await trainedOn(analytics, 'demand_predictor', { more: range }));
    expect(content.kinds.every(({ last_day }) => last_day === Date.parse('2026-02-01') / 86_400_000)).toBe(true);
  });

  it('has a bundle that accounts for every byte, and evidence that its gate can read', () => {
    const { manifest } = openBundle(demand.bundle.files, demand.bundle.manifestDigest);
    expect(manifest).toMatchObject({ task: 'forecast', features: [], model_name: 'demand_predictor' });
    const evidence = GateEvidence.parse(demand.evidence([]));
    expect(evidence.figures).toMatchObject({ origins: 10, series: 35 });
    expect(evidence.figures['prediction_ms']).toBeGreaterThan(0);
    expect(evidence.rows.from < '2026-03-01').toBe(true);
  });

  it('says of a champion that it cannot be compared', async () => {
    const trained = await trainedOn(analytics, 'revenue_forecaster', { champion: '7' });
    expect(trained.evidence([]).champion).toMatchObject({ version: '7', figures: {} });
  });

  it('tells of its progress, and stops when that throws', async () => {
    const shares: number[] = [];
    await trainedOn(analytics, 'revenue_forecaster', { onProgress: (share) => void shares.push(share) });
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.length).toBeGreaterThan(5);
    const stopped = trainedOn(analytics, 'revenue_forecaster', {
      onProgress: (share) => {
        if (share > 0.3) throw new Error('asked to stop');
      },
    });
    await expect(stopped).rejects.toThrow('asked to stop');
  });

  it('refuses sources without series, histories that are too short, and settings that are none', async () => {
    await expect(trainedOn(analytics, 'demand_predictor', { more: { source: 'nowhere' } })).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
    });
    const short = { training_data_range: { start: '2026-01-25', end: '2026-03-01' } };
    await expect(trainedOn(analytics, 'demand_predictor', { more: short })).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: expect.stringContaining('at least 58 days'),
    });
    await expect(
      trainedOn(analytics, 'demand_predictor', { more: { hyperparameters: { coverage: 2 } } }),
    ).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', message: expect.stringContaining('hyperparameters.coverage') });
  });
});
