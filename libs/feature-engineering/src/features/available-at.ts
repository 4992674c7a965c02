import type { AvailableAt } from '../bookings/available-at.js';
import { BOOKING_COLUMNS } from '../bookings/booking-columns.js';
import { HISTORY_ENTITIES } from '../history/history-entities.js';
import type { Feature } from './feature.js';

/** When the columns of a feature become known, without repetition. Its histories are joined as of the decision. */
export function availabilityOf(feature: Feature): readonly AvailableAt[] {
  return [...new Set(feature.columns.map((column) => BOOKING_COLUMNS[column].availableAt))];
}

/** When a feature becomes known, for a person: `at booking; the day after the arrival of the earlier bookings`. */
export function availabilityInWords(feature: Feature): string {
  const words = [
    ...availabilityOf(feature).map((at) => at.words),
    ...(feature.histories ?? []).map((entity) => HISTORY_ENTITIES[entity].knownAtWords),
  ];
  return [...new Set(words)].join('; ');
}
