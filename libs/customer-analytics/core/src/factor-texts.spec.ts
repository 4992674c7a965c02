import { describe, expect, it } from '@jest/globals';
import { describeFactor, DESCRIBED_FEATURES } from './factor-texts.js';

describe('a factor in words', () => {
  it.each([
    ['booking_lead_time_days', 120, 'long_lead_time', 'Booked 120 days before arrival'],
    ['booking_lead_time_days', 1, 'short_lead_time', 'Booked 1 day before arrival'],
    ['days_until_checkin', 0, 'arrival_soon', 'Arrival is today'],
    ['is_first_booking', 1, 'first_booking', 'The guest has not booked before'],
    ['is_first_booking', 0, 'repeat_guest', 'The guest has booked before'],
    ['special_requests_count', 0, 'no_special_requests', 'The guest made no special requests'],
    ['special_requests_count', 2, 'special_requests', 'The guest made 2 special requests'],
    ['total_amount', 5_000_000, 'booking_amount', 'The stay costs 5,000,000 VND'],
    ['price_vs_avg_ratio', 1.25, 'above_usual_price', 'The price is 25 % above the usual one of the room type'],
    ['price_vs_avg_ratio', 1, 'at_or_below_usual_price', 'The price is the usual one of the room type'],
    ['arrival_dow', 0, 'arrival_weekday', 'Arrival is on a Monday'],
    ['loyalty_tier', 'none', 'no_loyalty_tier', 'The guest is not in the loyalty programme'],
    ['booking_source', 'ota', 'booking_source', 'Booked by way of an online travel agency'],
    ['payment_method', null, 'payment_method_unknown', 'payment method is not known, or too rare to judge by'],
    ['pages_viewed', null, 'pages_viewed_unknown', 'pages viewed is not known'],
    ['pages_viewed', NaN, 'pages_viewed_unknown', 'pages viewed is not known'],
    ['somebodys_own_feature', 3, 'somebodys_own_feature', 'somebodys own feature is 3'],
  ])('of %s = %p is %s: %s', (feature, value, factor, description) => {
    expect(describeFactor(feature, value, 'VND')).toEqual({ factor, description });
  });

  it('is there for every described feature, whatever the value, in snake case and without holes', () => {
    for (const feature of DESCRIBED_FEATURES) {
      for (const value of [0, 1, 6, 0.37, 'some_category', null]) {
        const { factor, description } = describeFactor(feature, value, 'EUR');
        expect(factor).toMatch(/^[a-z][a-z0-9_]*$/);
        expect(description).not.toMatch(/undefined|NaN|\[object/);
      }
    }
  });
});
