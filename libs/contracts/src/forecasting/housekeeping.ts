import { z } from 'zod';
import { Instant, IsoDate } from '../fields.js';
import { operation } from '../operation.js';
import { ForecastModelInfo } from './model-info.js';

const rooms = z.int().min(0).max(1_000_000);

export const ForecastHousekeepingDemandRequest = z.strictObject({
  /** Days from tomorrow on, by the property's own date. */
  forecast_days: z.int().min(1).max(90),
});
export type ForecastHousekeepingDemandRequest = z.output<typeof ForecastHousekeepingDemandRequest>;

/** The work in the rooms of one type. */
export const RoomTypeWork = z.strictObject({
  room_type: z.string(),
  arrivals: rooms,
  checkouts: rooms,
  stayovers: rooms,
  /** Minutes of cleaning after departures. */
  checkout_minutes: z.number(),
  /** Minutes of cleaning in rooms that stay occupied. */
  stayover_minutes: z.number(),
});
export type RoomTypeWork = z.output<typeof RoomTypeWork>;

export const ShiftStaff = z.strictObject({
  shift: z.string(),
  /** `HH:MM` of the property. */
  starts: z.string(),
  ends: z.string(),
  staff: rooms,
});
export type ShiftStaff = z.output<typeof ShiftStaff>;

export const HousekeepingForecast = z.strictObject({
  date: IsoDate,
  predicted_arrivals: rooms,
  predicted_checkouts: rooms,
  predicted_stayovers: rooms,
  /** predicted_checkouts + predicted_stayovers. */
  total_rooms_to_clean: rooms,
  estimated_hours_needed: z.number(),
  /** Attendants over all shifts. */
  recommended_staff: rooms,
  /** `HH:MM-HH:MM`: the hours that hold most of the work, from when guests leave and come. */
  peak_hours: z.array(z.string()),
  by_room_type: z.array(RoomTypeWork),
  by_shift: z.array(ShiftStaff),
});
export type HousekeepingForecast = z.output<typeof HousekeepingForecast>;

export const ForecastHousekeepingDemandResponse = z.strictObject({
  forecasts: z.array(HousekeepingForecast),
  model_info: ForecastModelInfo,
  model_version: z.string(),
  generated_at: Instant,
});
export type ForecastHousekeepingDemandResponse = z.output<typeof ForecastHousekeepingDemandResponse>;

export const forecastHousekeepingDemand = operation({
  domain: 'forecasting',
  service: 'HotelForecastService',
  method: 'ForecastHousekeepingDemand',
  idempotent: true,
  verb: 'POST',
  path: '/forecast/housekeeping_demand',
  access: 'reader',
  summary: 'Rooms to clean on the coming days and the people for it, coherent with the occupancy forecast',
  request: ForecastHousekeepingDemandRequest,
  response: ForecastHousekeepingDemandResponse,
});
