import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RegistryDouble } from '@bellwether/platform/testing';
import { runTraining } from '@bellwether/platform/training';
import { trainers } from '../src/training/index.js';
import { startForecastingApp, type ForecastingApp } from './support/forecasting-app.js';
import { AS_OF, hotelWorld, NOW, reservationOf, SOURCE, type HotelWorld } from './support/hotel-world.js';
import { trainingContext } from './support/training-context.js';

const TOMORROW = '2026-03-02';
const PARTS = 2_000;
const transports = ['http', 'grpc'] as const;

describe('the forecasts of a hotel', () => {
  let world: HotelWorld;
  let registry: RegistryDouble;
  let registryUrl: string;
  let app: ForecastingApp;

  const train = (runId: string) =>
    runTraining(
      { model_name: 'occupancy_forecaster', run_id: runId, hyperparameters: { origin_step_days: 13 } },
      trainingContext(world.analytics, registryUrl),
      () => NOW.getTime(),
      trainers.hotel_chain,
    );

  beforeAll(async () => {
    world = await hotelWorld();
    registry = new RegistryDouble();
    registry.lets = () => true;
    registryUrl = await registry.listen();
    app = await startForecastingApp(registryUrl, () => NOW);
  }, 120_000);
  afterAll(async () => {
    await app.stop();
    await registry.close();
    await world.analytics.close();
  });

  it('are unavailable, and say so, while there is no model', async () => {
    for (const transport of transports) {
      await expect(app[transport].forecastOccupancy({ forecast_days: 7 })).rejects.toMatchObject({
        code: 'UNAVAILABLE',
      });
    }
  });

  it('come of a training whose bundle is the same bytes each time', async () => {
    const result = await train('run1');
    expect(result).toMatchObject({ model_version: '1', promoted: true });
    // A hotel of 24 rooms fills by a few guests.
    expect(result.metrics).toMatchObject({ origins: 28 });
    expect(result.metrics['mape']).toBeLessThan(result.metrics['mape_30_last_year']!);
    expect(result.metrics['coverage']).toBeGreaterThan(0.9);
    expect(registry.judged[0]!.figures).toMatchObject({ mape: result.metrics['mape'] });
    await train('run2');
    const digests = registry.versions.map(({ tags }) => tags[0]!.value);
    expect(digests[1]).toBe(digests[0]);
    // The second was judged beside the first, which has the same settings.
    expect(registry.judged[1]!.champion).toMatchObject({ version: '1', figures: { mape: result.metrics['mape'] } });
  }, 120_000);

  it('are unavailable while the books are not told', async () => {
    await until(async () => {
      const refused = await app.http.forecastOccupancy({ forecast_days: 7 }).then(
        () => '',
        (error: Error) => error.message,
      );
      expect(refused).toContain(`no reservations of ${SOURCE} were told yet`);
    });
  });

  it('are told of reservations', async () => {
    const reservations = world.bookings.map(reservationOf);
    for (let from = 0; from < reservations.length; from += PARTS) {
      const part = reservations.slice(from, from + PARTS);
      const answer = await app.grpc.pushReservations({ source: SOURCE, as_of: AS_OF, reservations: part });
      expect(answer.stored).toBe(part.length);
    }
  }, 60_000);

  it.each(transports)('start tomorrow and leave no day out, over %s', async (transport) => {
    const answer = await app[transport].forecastOccupancy({ forecast_days: 365 });
    expect(answer.forecasts).toHaveLength(365);
    answer.forecasts.forEach(({ date, ...row }, k) => {
      expect(date).toBe(new Date(Date.parse(TOMORROW) + k * 86_400_000).toISOString().slice(0, 10));
      expect(row.predicted_occupied + row.predicted_available).toBe(row.total_rooms);
      expect(row.predicted_occupancy).toBe(row.predicted_occupied / row.total_rooms);
      expect(row.lower_bound).toBeLessThanOrEqual(row.predicted_occupancy);
      expect(row.upper_bound).toBeGreaterThanOrEqual(row.predicted_occupancy);
    });
    expect(answer.model_info).toMatchObject({
      model_type: 'ProphetWithPickup',
      model_version: answer.model_version,
    });
  });

  it('say the same over both transports and in every call', async () => {
    const asked = { forecast_days: 30, granularity: 'weekly' } as const;
    const [http, grpc] = [await app.http.forecastOccupancy(asked), await app.grpc.forecastOccupancy(asked)];
    expect(grpc).toEqual(http);
    const keeping = await app.http.forecastHousekeepingDemand({ forecast_days: 30 });
    expect(await app.grpc.forecastHousekeepingDemand({ forecast_days: 30 })).toEqual(keeping);
    const daily = (await app.http.forecastOccupancy({ forecast_days: 30 })).forecasts;
    keeping.forecasts.forEach((day, k) => {
      expect(day.predicted_stayovers + day.predicted_arrivals).toBe(daily[k]!.predicted_occupied);
      expect(day.total_rooms_to_clean).toBe(day.predicted_checkouts + day.predicted_stayovers);
      expect(day.recommended_staff).toBe(day.by_shift.reduce((sum, { staff }) => sum + staff, 0));
      if (k === 0) return;
      const before = daily[k - 1]!.predicted_occupied;
      expect(before - day.predicted_checkouts + day.predicted_arrivals).toBe(daily[k]!.predicted_occupied);
    });
  });

  it('of the room types add up to the house', async () => {
    const house = await app.http.forecastOccupancy({ forecast_days: 14 });
    const types = await Promise.all(
      ['deluxe', 'standard', 'suite'].map((room_type) => app.http.forecastOccupancy({ forecast_days: 14, room_type })),
    );
    house.forecasts.forEach((day, k) => {
      const sum = (of: 'predicted_occupied' | 'total_rooms') =>
        types.reduce((total, { forecasts }) => total + forecasts[k]![of], 0);
      expect(day.predicted_occupied).toBe(sum('predicted_occupied'));
      expect(day.total_rooms).toBe(sum('total_rooms'));
    });
  });

  it('leave bounds out where they are not wanted', async () => {
    const { forecasts } = await app.http.forecastOccupancy({ forecast_days: 3, include_confidence_intervals: false });
    forecasts.forEach((row) => expect(Object.keys(row)).not.toContain('lower_bound'));
  });

  it.each(transports)(
    'tell days of the past on which rooms stood empty or full as never, over %s',
    async (transport) => {
      const asked = { entity: { type: 'hotel', id: SOURCE }, level: 0.8 } as const;
      const { anomalies, model_version } = await app[transport].detectAnomalies(asked);
      expect(model_version).toBe((await app.http.forecastOccupancy({ forecast_days: 1 })).model_version);
      expect(anomalies.length).toBeGreaterThan(0);
      for (const { date, value, lower_bound, upper_bound } of anomalies) {
        expect(value).toBe(occupiedOn(world, date));
        expect(value < lower_bound || value > upper_bound).toBe(true);
      }
      await expect(app[transport].detectAnomalies({ entity: { type: 'hotel', id: 'another' } })).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
    },
  );

  it('change with a new booking within seconds, without a training', async () => {
    const ask = async () => (await app.http.forecastOccupancy({ forecast_days: 14, room_type: 'standard' })).forecasts;
    const emptiest = (await ask()).reduce((a, b) => (b.predicted_available > a.predicted_available ? b : a));
    const { date: night, predicted_occupied: before } = emptiest;
    const next = new Date(Date.parse(night) + 86_400_000).toISOString().slice(0, 10);
    const open = world.bookings.find(({ status, room_type }) => status === 'open' && room_type === 'standard')!;
    const told = Array.from({ length: 6 }, (_, k) => ({
      ...reservationOf(open),
      ...{ booking_id: `NEW${k}`, booked_on: AS_OF, arrival_on: night, departure_on: next },
    }));
    await app.http.pushReservations({ source: SOURCE, reservations: told });
    await until(async () => {
      expect((await ask()).find(({ date }) => date === night)!.predicted_occupied).toBeGreaterThan(before);
    });
  }, 30_000);

  it('forget what is retired', async () => {
    const { pushed_at } = await app.http.pushReservations({ source: SOURCE, as_of: AS_OF });
    await app.http.pushReservations({
      ...{ source: SOURCE, as_of: AS_OF, retire_before: pushed_at },
      reservations: world.bookings
        .filter(({ status }) => status !== 'open')
        .slice(0, PARTS)
        .map(reservationOf),
    });
    // Nearly all of the past is gone, and with it what usually comes.
    await until(async () => {
      const { summary } = await app.http.forecastOccupancy({ forecast_days: 7 });
      expect(summary.avg_occupancy).toBeLessThan(0.3);
    });
  }, 30_000);

  describe.each(transports)('refuse over %s', (transport) => {
    it.each([
      [{ forecast_days: 0 }, 'INVALID_ARGUMENT', 'forecast_days'],
      [{ forecast_days: 366 }, 'INVALID_ARGUMENT', 'forecast_days'],
      [{ forecast_days: 7, room_type: 'igloo' }, 'NOT_FOUND', 'room_type'],
    ])('%j', async (request, code, path) => {
      await expect(app[transport].forecastOccupancy(request)).rejects.toMatchObject({
        code,
        fields: [expect.objectContaining({ path })],
      });
    });

    it('more days of housekeeping than there are plans for', async () => {
      await expect(app[transport].forecastHousekeepingDemand({ forecast_days: 91 })).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
        fields: [expect.objectContaining({ path: 'forecast_days' })],
      });
    });

    it('a reservation that is none', async () => {
      const told = { ...reservationOf(world.bookings[0]!), nightly_rate: -1 };
      await expect(app[transport].pushReservations({ source: SOURCE, reservations: [told] })).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
        fields: [expect.objectContaining({ path: 'reservations.0.nightly_rate' })],
      });
    });
  });
});

/** Rooms that were slept in, counted from the bookings. */
const occupiedOn = ({ bookings }: HotelWorld, date: string): number =>
  bookings.filter(
    ({ status, arrival_on, departure_on }) => status === 'checked_out' && arrival_on <= date && date < departure_on,
  ).length;

/** Asks until it holds: what is told takes a moment to be counted. */
async function until(holds: () => Promise<void>, patienceMs = 20_000): Promise<void> {
  const end = performance.now() + patienceMs;
  for (;;) {
    try {
      return await holds();
    } catch (error) {
      if (performance.now() > end) throw error;
      await delay(200);
    }
  }
}
