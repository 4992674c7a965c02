import { category, quantity } from './reservation-features.js';
import type { Feature } from './feature.js';

/** Columns that are written after the booking. No model may use them; the leak report shows what they would pretend. */
export const HINDSIGHT_FEATURES = {
  country: category('country', 'Country of the guest, corrected at check-in'),
  assigned_room_type: category('assigned_room_type', 'The type of room given at check-in'),
  booking_changes_final: quantity('booking_changes', 'changes', 'Changes of the booking up to its end'),
  days_in_waiting_list: quantity('days_in_waiting_list', 'days', 'Days until the booking was confirmed'),
  car_parking_spaces: quantity('car_parking_spaces', 'spaces', 'Parking spaces asked for, mostly at check-in'),
} as const satisfies Record<string, Feature>;
