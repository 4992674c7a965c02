import { CALENDAR_FEATURES } from './calendar-features.js';
import type { Feature } from './feature.js';
import { GUEST_FEATURES } from './guest-features.js';
import { HINDSIGHT_FEATURES } from './hindsight-features.js';
import { HISTORY_FEATURES } from './history-features.js';
import { IDENTITY_FEATURES } from './identity-features.js';
import { RESERVATION_FEATURES } from './reservation-features.js';

const ALL = {
  ...RESERVATION_FEATURES,
  ...CALENDAR_FEATURES,
  ...GUEST_FEATURES,
  ...IDENTITY_FEATURES,
  ...HISTORY_FEATURES,
  ...HINDSIGHT_FEATURES,
} as const;

export type BookingFeatureName = keyof typeof ALL;

/** Every feature of a booking by name; the conformance suite walks this table. */
export const BOOKING_FEATURES: Readonly<Record<BookingFeatureName, Feature>> = ALL;

export const BOOKING_FEATURE_NAMES = Object.keys(ALL) as readonly BookingFeatureName[];
