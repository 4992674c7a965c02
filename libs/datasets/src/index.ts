export type { BookingRow, BookingSource, BookingStatus, PaymentMethod } from './bookings/booking.js';
