import type { FactName } from '../bookings/facts.js';
import { orMissing, type CategoricalFeature, type Feature, type NumericFeature } from './feature.js';

type TextFact = Extract<
  FactName,
  | 'property'
  | 'board'
  | 'room_type'
  | 'market_segment'
  | 'distribution_channel'
  | 'booking_source'
  | 'payment_method'
  | 'deposit_type'
  | 'customer_type'
  | 'loyalty_tier'
  | 'country'
  | 'assigned_room_type'
  | 'agent'
  | 'company'
>;
type NumberFact = Extract<
  FactName,
  | 'adults'
  | 'children'
  | 'babies'
  | 'weekend_nights'
  | 'average_daily_rate'
  | 'total_amount'
  | 'special_requests'
  | 'previous_cancellations'
  | 'loyalty_points'
  | 'website_minutes'
  | 'pages_viewed'
  | 'price_comparison_searches'
  | 'discount_pct'
  | 'booking_modifications'
  | 'booking_changes'
  | 'days_in_waiting_list'
  | 'car_parking_spaces'
>;

/** A column taken as it is. */
export function category(column: TextFact, description: string): CategoricalFeature {
  return {
    kind: 'categorical',
    description,
    unit: 'category',
    entity: 'booking',
    columns: [column],
    overrides: column,
    value: ({ booking }) => booking[column],
  };
}

/** A column taken as it is. */
export function quantity(
  column: NumberFact,
  unit: string,
  description: string,
  more: Pick<NumericFeature, 'requestName'> = {},
): NumericFeature {
  return {
    kind: 'numeric',
    description,
    unit,
    entity: 'booking',
    columns: [column],
    overrides: column,
    value: ({ booking }) => orMissing(booking[column]),
    ...more,
  };
}

/** What is reserved, how it is paid and through whom. */
export const RESERVATION_FEATURES = {
  property: category('property', 'The hotel'),
  room_type: category('room_type', 'The type of room reserved'),
  board: category('board', 'The meals included'),
  total_amount: quantity('total_amount', 'currency', 'The price of the stay'),
  average_daily_rate: quantity('average_daily_rate', 'currency / night', 'The price per night'),
  length_of_stay: {
    kind: 'numeric',
    description: 'Nights from arrival to departure',
    unit: 'nights',
    entity: 'booking',
    columns: ['arrival_on', 'departure_on'],
    value: ({ booking }) => booking.departure_on - booking.arrival_on,
  },
  weekend_nights: quantity('weekend_nights', 'nights', 'Nights of the stay that fall on a weekend'),
  adults: quantity('adults', 'persons', 'Adults'),
  children: quantity('children', 'persons', 'Children'),
  babies: quantity('babies', 'persons', 'Babies'),
  payment_method: category('payment_method', 'How it is paid'),
  deposit_type: category('deposit_type', 'Whether a deposit was made, and whether it is refunded'),
  booking_source: category('booking_source', 'Where the booking came from'),
  market_segment: category('market_segment', 'The market segment'),
  distribution_channel: category('distribution_channel', 'The distribution channel'),
  customer_type: category('customer_type', 'The kind of contract: transient, group …'),
  discount_applied: quantity('discount_pct', 'percent', 'The discount given'),
  special_requests_count: quantity('special_requests', 'requests', 'Special requests made', {
    requestName: 'special_requests',
  }),
  booking_modifications_count: quantity('booking_modifications', 'changes', 'Changes of the booking so far', {
    requestName: 'booking_modifications',
  }),
} as const satisfies Record<string, Feature>;
