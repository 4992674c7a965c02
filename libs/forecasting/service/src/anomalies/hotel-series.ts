import type { DatedSeries } from './told-series.js';

/** Who keeps the hotel's occupied rooms by day. */
export interface HotelSeries {
  /** @throws NOT_FOUND for another hotel's id; UNAVAILABLE while no model is loaded or no books are told. */
  kept(id: string): Promise<{ readonly series: DatedSeries; readonly version: string }>;
}
export const HOTEL_SERIES = Symbol('HotelSeries');
