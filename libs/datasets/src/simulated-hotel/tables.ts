import type { BookingRow } from '../bookings/booking.js';
import type { GuestRow, TruthGuestRow } from './guests.js';
import type { RoomRow, RoomType } from './rooms.js';
import type { Season } from './seasons.js';
import type { Segment } from './segments.js';
import type { ServiceRow } from './services.js';
import type { ServiceUsageRow } from './service-usage.js';

/** A change to a booking: what booking_modifications counts, dated, so that it is known as of any decision. */
export interface BookingModificationRow {
  readonly booking_id: string;
  /** Instant, UTC. */
  readonly modified_at: string;
}

/** A day of the town. */
export interface CalendarRow {
  readonly date: string;
  readonly season: Season;
  readonly is_holiday: boolean;
  readonly holiday_name: string | null;
  /** The yearly inspection, known ahead: every stay ends by this morning. */
  readonly is_inspection: boolean;
  readonly event_name: string | null;
  /** Pull of the strongest local event, 0–1. */
  readonly event_score: number;
  /** 0 (storm) – 1 (fine): what came, and from the as-of day on what is usual. */
  readonly weather_score: number;
  /** About 1. */
  readonly tourism_index: number;
}

/** Prices of a night, VND. */
export interface RoomRateRow {
  readonly date: string;
  readonly room_type: RoomType;
  readonly rooms: number;
  /** The type's price on an ordinary day. */
  readonly base_price: number;
  readonly price: number;
  readonly competitor_avg_price: number;
  readonly competitor_min_price: number;
  readonly competitor_max_price: number;
}

/** Requests that found no room, by day of arrival. */
export interface TurnedAwayRow {
  readonly date: string;
  readonly room_type: RoomType;
  readonly requests: number;
}

/** The truth about a booking, which no model may see. */
export interface TruthBookingRow {
  readonly booking_id: string;
  readonly guest_id: string;
  /** Of being cancelled, from the moment of booking. */
  readonly cancel_probability: number;
  /** Of being cancelled from the as-of day on, knowing its modifications; null where it is no longer open. */
  readonly cancel_probability_from_as_of: number | null;
  /** Of not showing up, given that it is not cancelled. */
  readonly no_show_probability: number;
  /** μ: the booking's factor on the hazard of every day. */
  readonly hazard_level: number;
  /** Of the demand it came from. */
  readonly price_elasticity: number;
}

/** The true price elasticity of requests. */
export interface TruthElasticityRow {
  readonly segment: Segment;
  readonly room_type: RoomType;
  readonly season: Season;
  readonly elasticity: number;
}

/** The rows of each table of the simulated hotel. */
export interface SimulatedHotelTables {
  readonly guests: readonly GuestRow[];
  readonly rooms: readonly RoomRow[];
  readonly services: readonly ServiceRow[];
  /** In the order they were made, the fifty named ones last. */
  readonly bookings: readonly BookingRow[];
  readonly booking_modifications: readonly BookingModificationRow[];
  readonly service_usage: readonly ServiceUsageRow[];
  /** From the first day of the history to the last day a booking may arrive. */
  readonly calendar: readonly CalendarRow[];
  readonly room_rates: readonly RoomRateRow[];
  readonly turned_away: readonly TurnedAwayRow[];
  readonly truth_bookings: readonly TruthBookingRow[];
  readonly truth_guests: readonly TruthGuestRow[];
  readonly truth_elasticities: readonly TruthElasticityRow[];
}
