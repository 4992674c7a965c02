import type { HotelCalendar, LongRangeFit } from './long-range.js';
import type { HotelSettings, RunErrors } from './back-test.js';
import type { RoomType } from './stay.js';
import type { HousekeepingNorms } from './housekeeping.js';

/** A trained chain of one hotel: all that turns its books into forecasts, as plain data. */
export interface HotelChainModel {
  readonly source: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly currency: string;
  readonly roomTypes: readonly RoomType[];
  readonly settings: HotelSettings;
  /** First day of the history, in days since 1970-01-01. */
  readonly firstDay: number;
  /** By room type. */
  readonly longRange: readonly LongRangeFit[];
  readonly calendar: HotelCalendar;
  /** Weight of pickup by tested lead. */
  readonly weights: readonly number[];
  /** By room type, then origin of the back-test; all types have the same origins, in the same order. */
  readonly errors: readonly (readonly RunErrors[])[];
  readonly norms: HousekeepingNorms;
}
