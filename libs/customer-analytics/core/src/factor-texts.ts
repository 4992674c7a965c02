/** Value of a feature: a number, a category, or null where it is not known. */
export type FeatureValue = number | string | null;

export interface FactorText {
  /** Machine name, in snake case. */
  readonly factor: string;
  /** A sentence that is true of the booking, whatever the model makes of it. */
  readonly description: string;
}

/** Puts a value into words. A missing value is put into words by `describeFactor`. */
type Wording<Value> = (value: Value, money: string) => FactorText;

const count = (n: number, one: string, many: string): string => `${formatted(n)} ${n === 1 ? one : many}`;
const formatted = (n: number): string => (Number.isInteger(n) ? n : Math.round(n * 100) / 100).toLocaleString('en-US');
const percent = (share: number): string => `${Math.round(share * 100)} %`;
const words = (category: string): string => category.replaceAll('_', ' ');
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

const text = (factor: string, description: string): FactorText => ({ factor, description });

const numeric: Readonly<Record<string, Wording<number>>> = {
  total_amount: (amount, money) => text('booking_amount', `The stay costs ${formatted(amount)} ${money}`),
  average_daily_rate: (rate, money) => text('room_rate', `A night costs ${formatted(rate)} ${money} on average`),
  length_of_stay: (nights) =>
    text(nights > 4 ? 'long_stay' : 'short_stay', `The stay is ${count(nights, 'night', 'nights')} long`),
  weekend_nights: (nights) => text('weekend_nights', `${count(nights, 'night falls', 'nights fall')} on a weekend`),
  adults: (n) => text('number_of_adults', `Booked for ${count(n, 'adult', 'adults')}`),
  children: (n) => text(n > 0 ? 'with_children' : 'without_children', `Booked with ${count(n, 'child', 'children')}`),
  babies: (n) => text(n > 0 ? 'with_babies' : 'without_babies', `Booked with ${count(n, 'baby', 'babies')}`),
  discount_applied: (pct) =>
    pct > 0
      ? text('discount', `A discount of ${formatted(pct)} % was given`)
      : text('no_discount', 'No discount was given'),
  special_requests_count: (n) =>
    n > 0
      ? text('special_requests', `The guest made ${count(n, 'special request', 'special requests')}`)
      : text('no_special_requests', 'The guest made no special requests'),
  booking_modifications_count: (n) =>
    n > 0
      ? text('booking_modified', `The booking was changed ${count(n, 'time', 'times')}`)
      : text('booking_unchanged', 'The booking was never changed'),
  booking_lead_time_days: (days) =>
    text(days >= 30 ? 'long_lead_time' : 'short_lead_time', `Booked ${count(days, 'day', 'days')} before arrival`),
  days_until_checkin: (days) =>
    text(
      days >= 14 ? 'arrival_far_off' : 'arrival_soon',
      `Arrival is ${days < 1 ? 'today' : `in ${count(days, 'day', 'days')}`}`,
    ),
  booking_dow: (day) => text('booking_weekday', `Booked on a ${DAYS[day] ?? `day ${day}`}`),
  booking_hour: (hour) => text('booking_hour', `Booked between ${hour}:00 and ${(hour + 1) % 24}:00 UTC`),
  arrival_dow: (day) => text('arrival_weekday', `Arrival is on a ${DAYS[day] ?? `day ${day}`}`),
  is_first_booking: (first) =>
    first === 1
      ? text('first_booking', 'The guest has not booked before')
      : text('repeat_guest', 'The guest has booked before'),
  previous_bookings_count: (n) =>
    n > 0
      ? text('booking_history', `The guest has booked ${count(n, 'time', 'times')} before`)
      : text('no_booking_history', 'The guest has no earlier bookings'),
  previous_cancellations_count: (n) =>
    n > 0
      ? text('previous_cancellations', `The guest cancelled ${count(n, 'earlier booking', 'earlier bookings')}`)
      : text('no_previous_cancellations', 'The guest never cancelled before'),
  cancellation_rate: (rate) =>
    text('guest_cancellation_rate', `The guest cancelled ${percent(rate)} of the earlier bookings`),
  avg_previous_booking_value: (value, money) =>
    text('previous_booking_value', `Earlier stays cost ${formatted(value)} ${money} on average`),
  days_since_last_booking: (days) =>
    text(
      'days_since_last_booking',
      `The guest's last booking whose arrival day has passed was made ${count(days, 'day', 'days')} ago`,
    ),
  loyalty_points_balance: (points) =>
    text('loyalty_points', `The guest holds ${count(points, 'loyalty point', 'loyalty points')}`),
  time_spent_on_website_minutes: (minutes) =>
    text('time_on_website', `The guest spent ${count(minutes, 'minute', 'minutes')} on the website before booking`),
  pages_viewed: (n) => text('pages_viewed', `The guest looked at ${count(n, 'page', 'pages')} before booking`),
  price_comparison_searches: (n) =>
    text(
      n > 0 ? 'price_comparisons' : 'no_price_comparisons',
      `The guest compared prices ${count(n, 'time', 'times')} before booking`,
    ),
  price_vs_avg_ratio: (ratio) =>
    text(
      ratio > 1 ? 'above_usual_price' : 'at_or_below_usual_price',
      ratio === 1
        ? 'The price is the usual one of the room type'
        : `The price is ${percent(Math.abs(ratio - 1))} ${ratio > 1 ? 'above' : 'below'} the usual one of the room type`,
    ),
  property_loss_rate: (rate) =>
    text('property_history', `${percent(rate)} of the property's earlier bookings were lost`),
  agent_loss_rate: (rate) =>
    text('agent_history', `Bookings through the same agent are lost at a rate of ${percent(rate)}, smoothed`),
  company_loss_rate: (rate) =>
    text('company_history', `Bookings for the same company are lost at a rate of ${percent(rate)}, smoothed`),
  segment_loss_rate: (rate) =>
    text('segment_history', `Bookings of the same market segment are lost at a rate of ${percent(rate)}, smoothed`),
  offer_loss_rate: (rate) =>
    text(
      'offer_history',
      `Bookings of the same segment, deposit and contract are lost at a rate of ${percent(rate)}, smoothed`,
    ),
};

const categorical: Readonly<Record<string, Wording<string>>> = {
  property: (name) => text('property', `The hotel is ${name}`),
  room_type: (type) => text('room_type', `The room type is ${words(type)}`),
  board: (board) => text('board', `The board is ${board}`),
  payment_method: (method) => text('payment_method', `Payment is by ${words(method)}`),
  deposit_type: (type) => text('deposit_type', `The deposit is: ${words(type)}`),
  booking_source: (source) =>
    text('booking_source', `Booked by way of ${source === 'ota' ? 'an online travel agency' : words(source)}`),
  market_segment: (segment) => text('market_segment', `The market segment is ${words(segment)}`),
  distribution_channel: (channel) => text('distribution_channel', `The distribution channel is ${words(channel)}`),
  customer_type: (type) => text('customer_type', `The contract is: ${words(type)}`),
  season: (season) => text('season', `Arrival is in ${season}`),
  loyalty_tier: (tier) =>
    tier === 'none'
      ? text('no_loyalty_tier', 'The guest is not in the loyalty programme')
      : text('loyalty_tier', `The guest is ${tier} in the loyalty programme`),
  agent: (agent) => text('agent', `Booked through agent ${agent}`),
  company: (company) => text('company', `Company ${company} pays`),
};

/** Names of the features that can be put into words. */
export const DESCRIBED_FEATURES: readonly string[] = [...Object.keys(numeric), ...Object.keys(categorical)];

/**
 * A feature's value in words. A feature of someone's own that the tables do not know is named with its value.
 *
 * @param currency of amounts.
 */
export function describeFactor(feature: string, value: FeatureValue, currency: string): FactorText {
  if (value === null || (typeof value === 'number' && Number.isNaN(value))) {
    // A model reads a category it has seen too little of as missing: the booking may well have one.
    const missing = Object.hasOwn(categorical, feature) ? 'is not known, or too rare to judge by' : 'is not known';
    return text(`${feature}_unknown`, `${words(feature)} ${missing}`);
  }
  const wording =
    typeof value === 'number' ? numeric[feature]?.(value, currency) : categorical[feature]?.(value, currency);
  return wording ?? text(feature, `${words(feature)} is ${value}`);
}
