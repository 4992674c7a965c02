import { JourneyBook, type JourneyEvent } from '@bellwether/customer-analytics-core';
import { dayOf } from '@bellwether/feature-engineering';
import { hasTable, type AnalyticsStore } from '@bellwether/platform/analytics';
import { ordersQuery, type OrdersWanted } from './order-source.js';

const TOUCHES = 'shop_touches';
/** Rows that are in memory at once, about. */
const ROWS_A_PART = 200_000;

interface EventRow {
  readonly customer: string;
  readonly day: number;
  /** Of a touch; null of an order. */
  readonly channel: string | null;
  /** Cost of a touch, revenue of an order. */
  readonly money: number;
}

/** The journeys of a source's customers over advertisements up to a day; undefined where it knows of no touches. */
export async function readJourneys(
  store: AnalyticsStore,
  wanted: OrdersWanted & { readonly journey_window_days: number },
): Promise<JourneyBook | undefined> {
  if (!(await hasTable(store, TOUCHES))) return undefined;
  const { source, as_of } = wanted;
  const [counted] = await store.rows<{ touches: number }>(
    `SELECT toFloat64(count()) AS touches FROM ${TOUCHES} WHERE source = {source:String} AND touched_on < toDate32({as_of:String})`,
    { source, as_of },
  );
  const touches = counted?.touches ?? 0;
  if (touches === 0) return undefined;
  const book = new JourneyBook(dayOf(as_of, 'as_of'), wanted.journey_window_days);
  const events = await eventsQuery(store);
  const parts = Math.ceil(touches / ROWS_A_PART);
  for (let part = 0; part < parts; part++) {
    const rows = await store.rows<EventRow>(events, { source, as_of, part, parts });
    for (const own of byCustomer(rows)) book.add(own.map(eventOf));
  }
  return book;
}

async function eventsQuery(store: AnalyticsStore): Promise<string> {
  const orders = await ordersQuery(store);
  return `SELECT customer, day, channel, toFloat64(money) AS money FROM (
      SELECT customer_id AS customer, toInt32(touched_on) AS day, CAST(channel AS Nullable(String)) AS channel, cost AS money
      FROM ${TOUCHES} WHERE source = {source:String} AND touched_on < toDate32({as_of:String})
      UNION ALL
      SELECT customer, day, CAST(NULL AS Nullable(String)) AS channel, revenue AS money FROM (${orders}))
    WHERE cityHash64(customer) % {parts:UInt32} = {part:UInt32}
    ORDER BY customer, day, isNull(channel), channel, money`;
}

function* byCustomer(rows: readonly EventRow[]): Generator<EventRow[], void, undefined> {
  let from = 0;
  for (let i = 1; i <= rows.length; i++) {
    if (i < rows.length && rows[i]!.customer === rows[from]!.customer) continue;
    yield rows.slice(from, i);
    from = i;
  }
}

function eventOf({ day, channel, money }: EventRow): JourneyEvent {
  return channel === null ? { day, revenue: money } : { day, channel, cost: money };
}
