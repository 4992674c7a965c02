import { BOOKING_COLUMN_NAMES } from '../bookings/booking-columns.js';

const CONTENT = BOOKING_COLUMN_NAMES.filter((name) => name !== 'source' && name !== 'booking_id');

/**
 * What a booking says, whatever its id: two bookings equal in every other column are copies. On the public hotel
 * bookings these are group bookings, one row a room.
 */
export const CONTENT_HASH_SQL = `sipHash128(tuple(${CONTENT.join(', ')}))`;
