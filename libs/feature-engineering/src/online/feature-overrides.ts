import { DomainError } from '@bellwether/errors';
import type { BookingHindsight } from '../bookings/facts.js';
import { BOOKING_FEATURES, BOOKING_FEATURE_NAMES, type BookingFeatureName } from '../features/booking-features.js';
import { HINDSIGHT_FEATURES } from '../features/hindsight-features.js';

export type OverrideValue = string | number | boolean;

/** What a caller says of a booking, by the name of the feature or by what the API calls it. */
export type FeatureOverrides = Readonly<Record<string, OverrideValue | undefined>>;

const BY_NAME: ReadonlyMap<string, BookingFeatureName> = new Map(
  BOOKING_FEATURE_NAMES.filter((name) => !(name in HINDSIGHT_FEATURES)).flatMap((name) =>
    [name, BOOKING_FEATURES[name].requestName ?? name].map((known) => [known, name] as const),
  ),
);

/**
 * The overrides by the names of features, truth values as 1 and 0.
 *
 * @throws INVALID_ARGUMENT, with the path of each field that names no feature or has the wrong kind of value.
 */
export function resolveOverrides(overrides: FeatureOverrides): ReadonlyMap<BookingFeatureName, string | number> {
  const resolved = new Map<BookingFeatureName, string | number>();
  for (const [given, value] of Object.entries(overrides)) {
    if (value === undefined) continue;
    const name = BY_NAME.get(given);
    if (name === undefined) throw refused(given, 'is no feature of a booking');
    const plain = typeof value === 'boolean' ? Number(value) : value;
    const wanted = BOOKING_FEATURES[name].kind === 'numeric' ? 'number' : 'string';
    if (typeof plain !== wanted) throw refused(given, `must be a ${wanted}, got ${JSON.stringify(value)}`);
    resolved.set(name, plain);
  }
  return resolved;
}

function refused(field: string, message: string): DomainError {
  return new DomainError('INVALID_ARGUMENT', `features.${field} ${message}`, {
    fields: [{ path: `features.${field}`, message }],
  });
}

/**
 * A booking as a caller tells it: each value in the column it stands for, so that every feature computed from that
 * column agrees. A guest's first booking has no earlier ones. A total price without a price per night implies one, and a new price per night moves the price's ratio to
 * the usual one.
 */
export function overriddenFacts(
  booking: BookingHindsight,
  overrides: ReadonlyMap<BookingFeatureName, string | number>,
): BookingHindsight {
  const facts: Record<string, unknown> = { ...booking };
  for (const [name, value] of overrides) {
    const column = BOOKING_FEATURES[name].overrides;
    if (column !== undefined) facts[column] = value;
  }
  const first = overrides.get('is_first_booking');
  if (first === 1) {
    facts['guest_id'] = null;
    facts['is_repeat_guest'] = false;
    facts['previous_stays'] = 0;
    if (!overrides.has('previous_cancellations_count')) facts['previous_cancellations'] = 0;
  } else if (first === 0) facts['is_repeat_guest'] = true;
  const total = overrides.get('total_amount');
  const nights = booking.departure_on - booking.arrival_on;
  if (typeof total === 'number' && !overrides.has('average_daily_rate') && nights > 0) {
    facts['average_daily_rate'] = total / nights;
  }
  const rate = facts['average_daily_rate'] as number;
  if (booking.price_vs_average !== null && booking.average_daily_rate > 0 && !overrides.has('price_vs_avg_ratio')) {
    facts['price_vs_average'] = booking.price_vs_average * (rate / booking.average_daily_rate);
  }
  return facts as unknown as BookingHindsight;
}
