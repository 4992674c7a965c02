import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { computedRowsSql, dayOf, secondsOf, STORED_VIEWS, type StoredView } from '@bellwether/feature-engineering';
import { openAnalyticsStore, type AnalyticsStore } from '@bellwether/platform/analytics';
import { keepWorld, simulatedWorlds, type Row } from './support/simulated-worlds.js';

const INSTANTS = ['2026-01-10 00:00:00', '2026-02-01 00:00:00', '2026-02-28 00:00:00'];
const HOURS = ['2026-01-10 07:00:00', '2026-02-01 00:00:00', '2026-02-14 23:00:00'];

/** From when on a row may be looked at, by table, from the generators' own columns; the rest does not change. */
const HAPPENED: Readonly<Record<string, (row: Row) => number>> = {
  rentals_users: ({ joined_on }) => endOf(joined_on),
  rentals_views: ({ viewed_at }) => instant(viewed_at),
  rentals_bookings: ({ booked_at }) => instant(booked_at),
  rentals_cancellations: ({ cancelled_on }) => endOf(cancelled_on),
  rentals_ratings: ({ rated_on }) => endOf(rated_on),
  rentals_calendar: ({ night }) => endOf(night),
  hotel_service_usage: ({ used_at }) => instant(used_at),
  bookings: ({ booked_at }) => instant(booked_at),
};

const instant = (text: unknown): number => secondsOf(String(text), 'instant');
/** The last second of a day. */
const endOf = (day: unknown): number => (dayOf(String(day), 'day') + 1) * 86_400 - 1;

/** What of a world had happened before an instant: rows of the future are not there, nor is what they change. */
function truncated(world: ReadonlyMap<string, readonly Row[]>, before: number): Map<string, readonly Row[]> {
  const past = [...world].map(([table, rows]) => {
    const happened = HAPPENED[table];
    const kept = happened === undefined ? rows : rows.filter((row) => happened(row) < before);
    const asItStood = AS_IT_STOOD[table];
    return [table, asItStood === undefined ? kept : kept.map((row) => asItStood(row, before))] as const;
  });
  return new Map(past);
}

/** A booking as it stood: open until the day of its status is over. */
function unended(row: Row, before: number): Row {
  return row['status_on'] !== null && endOf(row['status_on']) < before
    ? row
    : { ...row, status: 'open', status_on: null };
}

/** A view whose page is open: what becomes of it is another thing than anybody could have known, to see it left out. */
function unleft(row: Row, before: number): Row {
  if (leftAt(row) < before) return row;
  return { ...row, seconds_on_page: 100_000, clicked: 1 - Number(row['clicked']), booked: 1 - Number(row['booked']) };
}

const leftAt = ({ viewed_at, seconds_on_page }: Row): number => instant(viewed_at) + Number(seconds_on_page);

/** Rows that change after they have happened. */
const AS_IT_STOOD: Readonly<Record<string, (row: Row, before: number) => Row>> = {
  bookings: unended,
  rentals_views: unleft,
};

/** What is measured of a day is another value in the past than anybody could have known: planted, to see it left out. */
function withFutureWeather(world: Map<string, readonly Row[]>, from: number): Map<string, readonly Row[]> {
  const days = world.get('hotel_calendar') ?? [];
  const changed = days.map((row) =>
    endOf(row['date']) < from ? row : { ...row, weather_score: 0.5, tourism_index: 7 },
  );
  const rates = (world.get('hotel_room_rates') ?? []).map((row) =>
    endOf(row['date']) - 86_399 <= from ? row : { ...row, price: 1, competitor_avg_price: 1 },
  );
  return new Map([...world, ['hotel_calendar', changed], ['hotel_room_rates', rates]]);
}

let store: AnalyticsStore;
let world: Map<string, readonly Row[]>;

beforeAll(async () => {
  store = await openAnalyticsStore('chdb://memory');
  world = simulatedWorlds();
  await keepWorld(store, 'whole', world);
});
afterAll(() => store.close());

const rowsOf = (view: StoredView, source: string, as_of: number): Promise<Row[]> =>
  store.rows<Row>(`SELECT * FROM (${computedRowsSql(view)}) ORDER BY entity_key`, { source, as_of });

describe('the rows of a view as of an instant', () => {
  const asked = [...INSTANTS, ...HOURS].map((text, i) => ({ text, refresh: i < INSTANTS.length ? 'daily' : 'hourly' }));

  it.each(asked)('are the same on the world that ends there, at $text ($refresh)', async ({ text, refresh }) => {
    const at = secondsOf(text, 'instant');
    const source = `until-${text.replace(/\D/g, '')}-${refresh}`;
    await keepWorld(store, source, withFutureWeather(truncated(world, at), at));
    for (const view of Object.values(STORED_VIEWS).filter((one) => one.refresh === refresh)) {
      const rows = await rowsOf(view, 'whole', at);
      expect(rows.length).toBeGreaterThan(1);
      // Bit for bit: JSON writes the shortest text of a double.
      expect(JSON.stringify(await rowsOf(view, source, at))).toBe(JSON.stringify(rows));
    }
  });

  it('are the same while a page is open, whatever becomes of the view', async () => {
    const open = world
      .get('rentals_views')!
      .filter((row) => row['clicked'] === 1 && Number(row['seconds_on_page']) > 60);
    for (const [i, row] of open.slice(-3).entries()) {
      const at = instant(row['viewed_at']) + 30;
      expect(leftAt(row)).toBeGreaterThan(at);
      await keepWorld(store, `open-page-${i}`, truncated(world, at));
      const view = STORED_VIEWS['engagement_features']!;
      expect(await rowsOf(view, `open-page-${i}`, at)).toEqual(await rowsOf(view, 'whole', at));
    }
  });

  it('differ from instant to instant, and have a value of every feature somewhere', async () => {
    for (const view of Object.values(STORED_VIEWS)) {
      const [early, late] = [INSTANTS[1]!, INSTANTS[2]!].map((text) => secondsOf(text, 'instant'));
      const rows = await rowsOf(view, 'whole', late!);
      expect(JSON.stringify(await rowsOf(view, 'whole', early!))).not.toBe(JSON.stringify(rows));
      const without = Object.keys(view.features).filter((name) => rows.every((row) => row[name] === null));
      expect([view.name, without]).toEqual([view.name, []]);
    }
  });
});
