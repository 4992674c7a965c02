import { BOOKING_FEATURE_NAMES, type BookingFeatureName } from '../features/booking-features.js';
import { HINDSIGHT_FEATURES } from '../features/hindsight-features.js';
import { HISTORY_FEATURES } from '../features/history-features.js';
import type { FeatureView, ViewTarget } from './feature-view.js';

const KNOWN_AT_DECISION = BOOKING_FEATURE_NAMES.filter((name) => !(name in HINDSIGHT_FEATURES));

/**
 * A booking is lost when it ends without a stay, cancelled or not shown up for. The public hotel bookings have no other
 * target (`is_canceled` holds both), the revenue at risk is that of both, and so one definition serves every source. Who
 * does not turn up among those who did not cancel is the target of its own view.
 */
const LOST: ViewTarget = {
  words: 'the booking ends without a stay: cancelled, or not shown up for',
  positiveSql: "status IN ('cancelled', 'no_show')",
  populationSql: '1',
};

export const bookingCancellation: FeatureView = {
  name: 'booking_cancellation',
  description: 'An open booking at a decision between booking and arrival, and whether it will be lost',
  target: LOST,
  features: KNOWN_AT_DECISION,
};

export const bookingNoShow: FeatureView = {
  name: 'booking_no_show',
  description: 'An open booking at a decision between booking and arrival, and whether its guest will not turn up',
  target: {
    words: 'the guest does not turn up, of bookings that are not cancelled',
    positiveSql: "status = 'no_show'",
    populationSql: "status != 'cancelled'",
  },
  features: KNOWN_AT_DECISION,
};

const isHistory = (name: BookingFeatureName): boolean => name in HISTORY_FEATURES;

/** For the leak report: the columns of a booking as anyone would take them from the file, hindsight included. */
export const everyColumn: FeatureView = {
  name: 'every_column',
  description: 'Every column of a booking but its status, known at the decision or not',
  target: LOST,
  features: BOOKING_FEATURE_NAMES.filter((name) => !isHistory(name)),
};

/** For the leak report: the columns known at the decision, without histories. */
export const columnsAtDecision: FeatureView = {
  name: 'columns_at_decision',
  description: 'The columns of a booking that are known at the decision',
  target: LOST,
  features: KNOWN_AT_DECISION.filter((name) => !isHistory(name)),
};

/** Every view by its name. */
export const FEATURE_VIEWS: Readonly<Record<string, FeatureView>> = Object.fromEntries(
  [bookingCancellation, bookingNoShow, everyColumn, columnsAtDecision].map((view) => [view.name, view]),
);
