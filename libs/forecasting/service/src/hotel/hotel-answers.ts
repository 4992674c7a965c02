import type {
  ForecastHousekeepingDemandResponse,
  ForecastOccupancyRequest,
  ForecastOccupancyResponse,
  ForecastRevenueResponse,
} from '@bellwether/contracts';
import {
  dateOfEpochDay,
  STATED_COVERAGE,
  type HousekeepingRow,
  type OccupancyRow,
  type Revenue,
  type RevenueBreakdown,
} from '@bellwether/forecasting-core';
import type { HotelChain } from './hotel-chain.js';

type Rows<Response extends { forecasts: unknown }> = Omit<Response, 'model_info' | 'model_version' | 'generated_at'>;

export function occupancyAnswer(
  rows: readonly OccupancyRow[],
  { granularity, include_confidence_intervals: bounds }: ForecastOccupancyRequest,
): Rows<ForecastOccupancyResponse> {
  const forecasts = rows.map(({ day, days, rooms, occupied, lower, upper }) => ({
    date: dateOfEpochDay(day),
    ...(granularity !== 'daily' && { days }),
    predicted_occupancy: occupied / rooms,
    ...(bounds && { lower_bound: lower / rooms, upper_bound: upper / rooms, confidence_level: STATED_COVERAGE }),
    total_rooms: rooms,
    predicted_occupied: occupied,
    predicted_available: rooms - occupied,
  }));
  const peak = forecasts.reduce((best, row) => (row.predicted_occupancy > best.predicted_occupancy ? row : best));
  const lowest = forecasts.reduce((best, row) => (row.predicted_occupancy < best.predicted_occupancy ? row : best));
  return {
    forecasts,
    summary: {
      avg_occupancy: sumOf(rows, ({ occupied }) => occupied) / sumOf(rows, ({ rooms }) => rooms),
      peak_date: peak.date,
      peak_occupancy: peak.predicted_occupancy,
      lowest_date: lowest.date,
      lowest_occupancy: lowest.predicted_occupancy,
    },
  };
}

export function revenueAnswer(
  { rows, total }: Revenue,
  by: RevenueBreakdown,
  { minorUnits, model: { currency } }: HotelChain,
): Omit<Rows<ForecastRevenueResponse>, 'confidence_level'> {
  // Whole minor units add up exactly; each is divided once.
  const money = (minor: number): number => minor / minorUnits;
  const forecasts = rows.map(({ day, total: of, lower, upper, parts }) => ({
    date: dateOfEpochDay(day),
    predicted_revenue: money(of),
    lower_bound: money(lower),
    upper_bound: money(upper),
    ...(by !== 'none' && { breakdown: Object.fromEntries([...parts].map(([part, of]) => [part, money(of)])) }),
  }));
  const peak = forecasts.reduce((best, row) => (row.predicted_revenue > best.predicted_revenue ? row : best));
  const sum = sumOf(rows, ({ total: of }) => of);
  return {
    forecasts,
    currency,
    summary: {
      total_forecasted_revenue: money(sum),
      avg_daily_revenue: money(sum) / rows.length,
      peak_revenue_date: peak.date,
      peak_revenue: peak.predicted_revenue,
      total_lower_bound: money(total.lower),
      total_upper_bound: money(total.upper),
    },
  };
}

export function housekeepingAnswer(rows: readonly HousekeepingRow[]): Rows<ForecastHousekeepingDemandResponse> {
  return {
    forecasts: rows.map(({ day, arrivals, checkouts, stayovers, plan }) => ({
      date: dateOfEpochDay(day),
      predicted_arrivals: arrivals,
      predicted_checkouts: checkouts,
      predicted_stayovers: stayovers,
      total_rooms_to_clean: checkouts + stayovers,
      estimated_hours_needed: plan.minutes / 60,
      recommended_staff: sumOf(plan.staff, ({ attendants }) => attendants),
      peak_hours: plan.peak === undefined ? [] : [`${clock(plan.peak.from)}-${clock(plan.peak.to)}`],
      by_room_type: plan.byType.map((type) => ({
        room_type: type.roomType,
        arrivals: type.arrivals,
        checkouts: type.checkouts,
        stayovers: type.stayovers,
        checkout_minutes: type.checkoutMinutes,
        stayover_minutes: type.stayoverMinutes,
      })),
      by_shift: plan.staff.map(({ name, from, to, attendants }) => ({
        shift: name,
        starts: clock(from),
        ends: clock(to),
        staff: attendants,
      })),
    })),
  };
}

const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

function sumOf<Row>(rows: readonly Row[], of: (row: Row) => number): number {
  return rows.reduce((sum, row) => sum + of(row), 0);
}
