import { isoDate, type Day } from '../calendar/day.js';
import type { CalendarDay } from './calendar-days.js';
import type { BookingRequest } from './booking-request.js';
import { priceElasticity } from './elasticity.js';
import type { NightPrice } from './prices.js';
import { ROOM_TYPE_FACTS, ROOM_TYPES, type RoomType } from './rooms.js';
import { SEASONS } from './seasons.js';
import { SEGMENTS } from './segments.js';
import type { CalendarRow, RoomRateRow, TruthElasticityRow, TurnedAwayRow } from './tables.js';

/** A day as it is known at the start of `asOf`: holidays and events ahead of time, the weather only afterwards. */
export function calendarRow(day: CalendarDay, asOf: Day): CalendarRow {
  const weather = day.day < asOf ? day.weather : day.climate;
  return {
    date: isoDate(day.day),
    season: day.season,
    is_holiday: day.holiday !== null,
    holiday_name: day.holiday,
    is_inspection: day.inspection,
    event_name: day.event?.name ?? null,
    event_score: round4(day.event?.score ?? 0),
    weather_score: round4(weather),
    tourism_index: round4(day.tourism),
  };
}

export function roomRateRow(day: Day, type: RoomType, rooms: number, price: NightPrice): RoomRateRow {
  return {
    date: isoDate(day),
    room_type: type,
    rooms,
    base_price: ROOM_TYPE_FACTS[type].usualPrice,
    price: price.listed,
    competitor_avg_price: price.competitorAverage,
    competitor_min_price: price.competitorMin,
    competitor_max_price: price.competitorMax,
  };
}

/** Requests without a room, counted by day of arrival and type; days without any have no row. */
export function turnedAwayRows(requests: readonly BookingRequest[]): TurnedAwayRow[] {
  const counts = new Map<Day, Partial<Record<RoomType, number>>>();
  for (const { arrival, roomType } of requests) {
    const ofDay = counts.get(arrival) ?? {};
    ofDay[roomType] = (ofDay[roomType] ?? 0) + 1;
    counts.set(arrival, ofDay);
  }
  return [...counts]
    .sort(([a], [b]) => a - b)
    .flatMap(([day, ofDay]) =>
      ROOM_TYPES.flatMap((room_type) => {
        const requests = ofDay[room_type];
        return requests === undefined ? [] : [{ date: isoDate(day), room_type, requests }];
      }),
    );
}

export function elasticityRows(): TruthElasticityRow[] {
  return SEGMENTS.flatMap((segment) =>
    ROOM_TYPES.flatMap((room_type) =>
      SEASONS.map((season) => ({
        segment,
        room_type,
        season,
        elasticity: round4(priceElasticity(segment, room_type, season)),
      })),
    ),
  );
}

function round4(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
