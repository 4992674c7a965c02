import { AFTER_ARRIVAL } from '../bookings/available-at.js';
import { monthOf } from '../calendar/days.js';
import type { HistoryEntity, HistoryValue } from './history-entity.js';

/**
 * Outcomes mature the day after arrival, whatever they are. Were a cancellation counted on the day it is made, the young
 * history of an entity would hold little but cancellations: stays end later.
 */
const MATURED = {
  knownAtSql: AFTER_ARRIVAL.sql,
  knownAtWords: 'the day after the arrival of the earlier bookings',
  countsSql: "status != 'open'",
} as const;

/** Prices are known with the booking; only its day is certain, so they count from the next. */
const BOOKED = {
  knownAtSql: '(toInt64(toInt32(toDate32(booked_at))) + 1) * 86400',
  knownAtWords: 'the day after the earlier bookings were made',
  countsSql: '1',
} as const;

const BOOKINGS: HistoryValue = { sql: '1', aggregate: 'sum', description: 'bookings' };
const LOST: HistoryValue = {
  sql: "status IN ('cancelled', 'no_show')",
  aggregate: 'sum',
  description: 'bookings cancelled or not shown up for',
};
const OUTCOMES = { bookings: BOOKINGS, lost: LOST };

const text = (value: string | null): string => value ?? '';

/** Every history by the name of its entity; the conformance suite walks this table. */
export const HISTORY_ENTITIES = {
  property: {
    description: 'The property',
    columns: ['property'],
    key: (booking) => booking.property,
    keySql: 'toString(property)',
    ...MATURED,
    values: OUTCOMES,
  },
  agent: {
    description: 'The travel agent at the property',
    columns: ['property', 'agent'],
    key: (booking) => (booking.agent === null ? null : `${booking.property}|${booking.agent}`),
    keySql: "concat(property, '|', agent)",
    ...MATURED,
    values: OUTCOMES,
  },
  company: {
    description: 'The company that pays at the property',
    columns: ['property', 'company'],
    key: (booking) => (booking.company === null ? null : `${booking.property}|${booking.company}`),
    keySql: "concat(property, '|', company)",
    ...MATURED,
    values: OUTCOMES,
  },
  segment: {
    description: 'The market segment at the property',
    columns: ['property', 'market_segment'],
    key: (booking) => (booking.market_segment === null ? null : `${booking.property}|${booking.market_segment}`),
    keySql: "concat(property, '|', market_segment)",
    ...MATURED,
    values: OUTCOMES,
  },
  offer: {
    description: 'Market segment, deposit and customer type together, at the property',
    columns: ['property', 'market_segment', 'deposit_type', 'customer_type'],
    key: (booking) =>
      `${booking.property}|${text(booking.market_segment)}|${text(booking.deposit_type)}|${text(booking.customer_type)}`,
    keySql:
      "concat(property, '|', ifNull(market_segment, ''), '|', ifNull(deposit_type, ''), '|', ifNull(customer_type, ''))",
    ...MATURED,
    values: OUTCOMES,
  },
  guest: {
    description: 'The guest, at all properties of the source',
    columns: ['guest_id'],
    key: (booking) => booking.guest_id,
    keySql: 'guest_id',
    ...MATURED,
    values: {
      ...OUTCOMES,
      amount_hundredths: {
        sql: 'toInt64(round(total_amount * 100))',
        aggregate: 'sum',
        description: 'total amount, in hundredths of the currency',
      },
      last_booked_on: {
        sql: 'toInt64(toInt32(toDate32(booked_at)))',
        aggregate: 'max',
        description: 'latest day of booking, in days since 1970',
      },
    },
  },
  room_price: {
    description: 'The room type at the property in the month of arrival',
    columns: ['property', 'room_type', 'arrival_on'],
    key: (booking) => `${booking.property}|${text(booking.room_type)}|${monthOf(booking.arrival_on)}`,
    keySql: "concat(property, '|', ifNull(room_type, ''), '|', toString(toMonth(arrival_on)))",
    ...BOOKED,
    values: {
      bookings: BOOKINGS,
      rate_hundredths: {
        sql: 'toInt64(round(average_daily_rate * 100))',
        aggregate: 'sum',
        description: 'nightly rates, in hundredths of the currency',
      },
    },
  },
} as const satisfies Record<string, HistoryEntity>;

export type EntityName = keyof typeof HISTORY_ENTITIES;

export const ENTITY_NAMES = Object.keys(HISTORY_ENTITIES) as readonly EntityName[];

/** What an entity's history came to, as of an instant. */
export type HistoryState<Name extends EntityName = EntityName> = {
  readonly [Value in keyof (typeof HISTORY_ENTITIES)[Name]['values']]: number;
};

/** The histories of one booking; undefined where nothing had matured, or the booking has no such entity. */
export type Histories = { readonly [Name in EntityName]: HistoryState<Name> | undefined };
