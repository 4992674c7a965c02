import type { BookingRow } from '../bookings/booking.js';
import type { BatchOf } from '../tables/batch-of.js';
import type { BrowsingSource } from './browsing.js';
import type { GuestRow, TruthGuestRow } from './guests.js';
import type { RoomRow, RoomType } from './rooms.js';
import type { Season } from './seasons.js';
import type { Segment } from './segments.js';
import type { Device } from './session-odds.js';
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

/** A visit to the hotel's pages, its own or those at an agency, by somebody who wants a stay. */
export interface WebsiteSessionRow {
  readonly session_id: string;
  /** Null where nobody signed in, whether or not it ended in a booking. */
  readonly guest_id: string | null;
  readonly site: BrowsingSource;
  readonly device: Device;
  /** Instant, UTC. */
  readonly started_at: string;
  readonly minutes: number;
  readonly pages_viewed: number;
  readonly price_comparisons: number;
  readonly room_types_viewed: readonly RoomType[];
  /** The type wanted in the end. */
  readonly room_type: RoomType;
  readonly check_in: string;
  readonly nights: number;
  /** Mean listed price of a night of that stay, VND. */
  readonly price_shown: number;
  /** Asked for a room and got it, asked and found none, or left. */
  readonly outcome: 'booked' | 'no_room' | 'left';
  readonly booking_id: string | null;
}

export interface TruthSessionRow {
  readonly session_id: string;
  readonly segment: Segment;
  /** That it ends in asking for a room; whether there is one is the house's matter. */
  readonly asking_probability: number;
  /** Listed over reference price of the night of arrival. */
  readonly price_ratio: number;
  /** Of the odds of asking, and of the number of requests. */
  readonly price_elasticity: number;
}

/** A day of the rooms of one type, once it is over. */
export interface HouseDayRow {
  readonly date: string;
  readonly room_type: RoomType;
  readonly rooms: number;
  readonly arrivals: number;
  readonly departures: number;
  /** Guests' rooms of the night before that are theirs for another one. */
  readonly stayovers: number;
  /** Rooms with guests in the night that follows: arrivals and stayovers. */
  readonly occupied: number;
  /** Rooms held in vain for who did not come, this night. */
  readonly held: number;
}

/** A room cleaned on a day: after its guests left, or around them. */
export interface HousekeepingTaskRow {
  readonly date: string;
  readonly room_number: string;
  readonly room_type: RoomType;
  readonly kind: 'departure' | 'stayover';
  readonly booking_id: string;
  /** Nights that the guests have stayed. */
  readonly nights_stayed: number;
  /** With babies. */
  readonly children: number;
  readonly attendant_id: string;
  readonly minutes: number;
}

export interface TruthHousekeepingRow {
  readonly date: string;
  readonly room_number: string;
  /** Mean of the minutes, by this attendant. */
  readonly expected_minutes: number;
}

export interface TruthAttendantRow {
  readonly attendant_id: string;
  /** Factor on the minutes of every task. */
  readonly pace: number;
}

/** The rows of the tables that grow day by day, and of their truth. */
export interface HotelDailyRows {
  readonly website_sessions: WebsiteSessionRow;
  readonly truth_sessions: TruthSessionRow;
  readonly house_days: HouseDayRow;
  readonly housekeeping_tasks: HousekeepingTaskRow;
  readonly truth_housekeeping: TruthHousekeepingRow;
  readonly truth_attendants: TruthAttendantRow;
}
export type HotelDailyTable = keyof HotelDailyRows;

/** Rows of one of these tables, as they come. */
export type HotelDailyBatch = BatchOf<HotelDailyRows>;
