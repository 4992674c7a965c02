import { AT_BOOKING } from '../bookings/available-at.js';
import { BOOKING_COLUMN_NAMES, BOOKING_COLUMNS } from '../bookings/booking-columns.js';

const CONTENT = BOOKING_COLUMN_NAMES.filter((name) => name !== 'source' && name !== 'booking_id');
const TOLD_AT_BOOKING = CONTENT.filter((name) => BOOKING_COLUMNS[name].availableAt === AT_BOOKING);

/**
 * What a booking says, whatever its id: two bookings equal in every other column are copies. On the public hotel
 * bookings these are group bookings, one row a room.
 */
export const CONTENT_HASH_SQL = `sipHash128(tuple(${CONTENT.join(', ')}))`;

/**
 * What two sources that hold the same booking agree on: what was told at booking, and whether it was lost. A file may lack
 * the columns that are written later, and then takes a no-show for a cancellation.
 */
export const SHARED_CONTENT_HASH_SQL = `sipHash128(tuple(${TOLD_AT_BOOKING.join(', ')},
  multiIf(status = 'open', 'open', status = 'checked_out', 'stayed', 'lost')))`;
