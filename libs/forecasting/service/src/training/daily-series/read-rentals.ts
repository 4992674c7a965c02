import type { DailySeries } from '@bellwether/forecasting-core';
import { quantile } from '@bellwether/model-kernel/numerics';
import { hasTable, type AnalyticsStore } from '@bellwether/platform/analytics';
import { panelOf, type DayCell, type DayRange } from './panel-of.js';

export type Panels = Readonly<Record<string, readonly DailySeries[]>>;

/** Which days of a source are wanted; all where left out. */
export interface WantedDays {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** The last days, at most. */
  readonly atMost: number;
}

/** Share of the bookings made this long before their stay by which the days at the beginning of the books count as full. */
const FULL_BOOKS = 0.95;

/** Bookings made a day of each property and destination; one that is cancelled later was asked for all the same. */
export async function readRentalDemand(store: AnalyticsStore, source: string, wanted: WantedDays): Promise<Panels> {
  const days = await bookedDays(store, source, wanted);
  if (days === undefined) return {};
  const cells = (key: 'property_id' | 'destination_id') =>
    store.rows<DayCell>(
      `SELECT toString(${key}) AS id, toInt32(toDate(booked_at)) AS day, toFloat64(count()) AS value
       FROM rentals_bookings WHERE source = {source:String} GROUP BY id, day ORDER BY id, day`,
      { source },
    );
  const [properties, destinations] = [
    await idsOf(store, 'rentals_properties', 'property_id', source),
    await idsOf(store, 'rentals_destinations', 'destination_id', source),
  ];
  return {
    property: panelOf('property', properties, await cells('property_id'), days),
    destination: panelOf('destination', destinations, await cells('destination_id'), days),
  };
}

/**
 * Price of the stays that begin on a day, of the marketplace and of each property, without those that were cancelled. The first days of a
 * source are left out: of stays then, only those booked late are in the books.
 */
export async function readRentalRevenue(store: AnalyticsStore, source: string, wanted: WantedDays): Promise<Panels> {
  const booked = await bookedDays(store, source, wanted);
  if (booked === undefined) return {};
  const leads = await store.rows<{ lead: number }>(
    `SELECT toInt32(check_in) - toInt32(toDate(booked_at)) AS lead FROM rentals_bookings
     WHERE source = {source:String} AND toInt32(toDate(booked_at)) <= {last:Int32} ORDER BY lead`,
    { source, last: booked.last },
  );
  const ramp = Math.ceil(
    quantile(
      leads.map(({ lead }) => lead),
      FULL_BOOKS,
    ),
  );
  const first = Math.max(booked.first, Math.min(booked.begin + ramp, booked.last));
  const cells = await store.rows<DayCell>(
    `SELECT toString(property_id) AS id, toInt32(check_in) AS day, sum(total_price) AS value FROM rentals_bookings
     WHERE source = {source:String} AND booking_id NOT IN (
       SELECT booking_id FROM rentals_cancellations
       WHERE source = {source:String} AND toInt32(cancelled_on) <= {last:Int32}
     ) GROUP BY id, day ORDER BY id, day`,
    { source, last: booked.last },
  );
  const ids = await idsOf(store, 'rentals_properties', 'property_id', source);
  const property = panelOf('property', ids, cells, { first, last: booked.last });
  const total = new Float64Array(booked.last - first + 1);
  for (const { values } of property) values.forEach((value, t) => (total[t]! += value));
  return { marketplace: [{ kind: 'marketplace', id: 'all', startDay: first, values: total }], property };
}

async function bookedDays(
  store: AnalyticsStore,
  source: string,
  { from, to, atMost }: WantedDays,
): Promise<(DayRange & { readonly begin: number }) | undefined> {
  if (!(await hasTable(store, 'rentals_bookings'))) return undefined;
  const [range] = await store.rows<{ bookings: number; begin: number; end: number }>(
    `SELECT toFloat64(count()) AS bookings, toInt32(toDate(min(booked_at))) AS begin, toInt32(toDate(max(booked_at))) AS end
     FROM rentals_bookings WHERE source = {source:String}`,
    { source },
  );
  if (range === undefined || range.bookings === 0) return undefined;
  const last = Math.min(range.end, to ?? Infinity);
  const first = Math.max(range.begin, from ?? -Infinity, last - atMost + 1);
  return last < first ? undefined : { first, last, begin: range.begin };
}

export async function idsOf(store: AnalyticsStore, table: string, key: string, source: string): Promise<string[]> {
  const sql = `SELECT DISTINCT ${key} AS raw, toString(${key}) AS id FROM ${table} WHERE source = {source:String} ORDER BY raw`;
  return (await store.rows<{ id: string }>(sql, { source })).map(({ id }) => id);
}
