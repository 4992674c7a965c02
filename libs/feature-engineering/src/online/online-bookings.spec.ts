import { describe, expect, it } from '@jest/globals';
import { booking } from '../../test/bookings.js';
import type { BookingFeatureName } from '../features/booking-features.js';
import { resolveOverrides, type FeatureOverrides } from './feature-overrides.js';
import { OnlineBookings } from './online-bookings.js';
import { VectorEncoder } from './vector-encoder.js';

const NOON = Date.parse('2020-01-15T12:00:00Z') / 1000;

function vectorOf(online: OnlineBookings, names: BookingFeatureName[], overrides?: FeatureOverrides): number[] {
  const encoder = new VectorEncoder(
    names.map((name) =>
      name === 'room_type' ? { name, kind: 'categorical', categories: ['A', 'B'] } : { name, kind: 'numeric' },
    ),
  );
  const out = new Float64Array(encoder.width);
  online.vector('B1', NOON, encoder, out, overrides && resolveOverrides(overrides));
  return [...out];
}

function held(told: Parameters<typeof booking>[0] = {}): OnlineBookings {
  const online = new OnlineBookings();
  online.putBookings([booking(told)], 100);
  return online;
}

describe('online bookings', () => {
  it('answer features as of the moment asked, from the booking and the states of its entities', () => {
    const online = held({ agent: '9' });
    online.putStates([{ source: 'test', entity: 'agent', key: 'Pier|9', values: { bookings: 80, lost: 40 } }], 100);
    online.putStates([{ source: 'test', entity: 'property', key: 'Pier', values: { bookings: 100, lost: 30 } }], 100);
    expect(vectorOf(online, ['booking_lead_time_days', 'days_until_checkin', 'agent_loss_rate'])).toEqual([
      31, 17,
      // (40 + 20 · (30 + 30) / (100 + 100)) / (80 + 20)
      0.46,
    ]);
  });

  it('say so when they do not know a booking, and touch nothing', () => {
    const out = new Float64Array([7]);
    const encoder = new VectorEncoder([{ name: 'adults', kind: 'numeric' }]);
    expect(held().vector('NO-SUCH', NOON, encoder, out)).toBe(false);
    expect([...out]).toEqual([7]);
  });

  it('forget what a source did not push again', () => {
    const online = held();
    online.putBookings([booking({ booking_id: 'B2' }), booking({ booking_id: 'B3', source: 'other' })], 50);
    online.putStates([{ source: 'test', entity: 'property', key: 'Pier', values: { bookings: 1, lost: 0 } }], 50);
    online.retire('test', 100);
    expect([...online.records()].map(({ booking_id }) => booking_id)).toEqual(['B1', 'B3']);
    expect([online.bookingCount, online.stateCount]).toEqual([2, 0]);
  });

  it('keep what was pushed later, whatever is told after it', () => {
    const online = held({ adults: 3 });
    const state = { source: 'test', entity: 'property', key: 'Pier' } as const;
    online.putStates([{ ...state, values: { bookings: 100, lost: 30 } }], 100);
    online.putBookings([booking({ adults: 1 })], 50);
    online.putStates([{ ...state, values: { bookings: 1, lost: 0 } }], 50);
    online.retire('test', 100);
    expect(vectorOf(online, ['adults'])).toEqual([3]);
    expect([online.bookingCount, online.stateCount]).toEqual([1, 1]);
  });

  it('refuse a booking whose date is none, and take none of its batch', () => {
    const online = new OnlineBookings();
    expect(() => online.putBookings([booking({}), booking({ booking_id: 'B2', arrival_on: '2020-02-30' })], 0)).toThrow(
      /arrival_on must be a date/,
    );
    expect(online.bookingCount).toBe(0);
  });
});

describe('overrides', () => {
  it('take the place of the stored value, by the name of the feature or of the API', () => {
    const online = held({ special_requests: 1 });
    expect(vectorOf(online, ['special_requests_count'], { special_requests: 3 })).toEqual([3]);
    expect(vectorOf(online, ['special_requests_count'], { special_requests_count: 4 })).toEqual([4]);
    expect(vectorOf(online, ['room_type'], { room_type: 'B' })).toEqual([1]);
    expect(vectorOf(online, ['room_type'], { room_type: 'never seen' })).toEqual([NaN]);
    expect(vectorOf(online, ['is_first_booking'], { is_first_booking: false })).toEqual([0]);
  });

  it('leave what is not told, and what is told as undefined', () => {
    expect(vectorOf(held(), ['adults', 'babies'], { babies: 1, adults: undefined })).toEqual([2, 1]);
  });

  it('make every feature agree: a lower total is a lower rate and a lower ratio to the usual price', () => {
    const online = held({ price_vs_average: 1.2 });
    const names: BookingFeatureName[] = ['total_amount', 'average_daily_rate', 'price_vs_avg_ratio'];
    expect(vectorOf(online, names, { total_amount: 100 })).toEqual([100, 50, 0.6]);
    expect(vectorOf(online, names, { total_amount: 100, price_vs_avg_ratio: 0.9 })).toEqual([100, 50, 0.9]);
  });

  it('make every feature agree: a first booking has no earlier ones, cancelled or matured', () => {
    const online = held({ guest_id: 'G1', is_repeat_guest: true, previous_stays: 3, previous_cancellations: 1 });
    const values = { bookings: 4, lost: 1, amount_hundredths: 80_000, last_booked_on: 18_000 };
    online.putStates([{ source: 'test', entity: 'guest', key: 'G1', values }], 0);
    const names: BookingFeatureName[] = [
      'is_first_booking',
      'previous_bookings_count',
      'previous_cancellations_count',
      'cancellation_rate',
      'avg_previous_booking_value',
    ];
    expect(vectorOf(online, names)).toEqual([0, 4, 1, 0.25, 200]);
    expect(vectorOf(online, names, { is_first_booking: true })).toEqual([1, 0, 0, NaN, NaN]);
    expect(vectorOf(online, names, { is_first_booking: false })).toEqual([0, 4, 1, 0.25, 200]);
  });

  it('change the history that a booking is held against', () => {
    const online = held({ agent: '9' });
    online.putStates([{ source: 'test', entity: 'agent', key: 'Pier|240', values: { bookings: 80, lost: 80 } }], 0);
    const [before] = vectorOf(online, ['agent_loss_rate']);
    const [after] = vectorOf(online, ['agent_loss_rate'], { agent: '240' });
    expect(after).toBeGreaterThan(before!);
  });

  it.each([
    [{ moon_phase: 1 }, 'features.moon_phase'],
    [{ country: 'PRT' }, 'features.country'],
    [{ adults: 'two' }, 'features.adults'],
    [{ room_type: 3 }, 'features.room_type'],
  ] as [FeatureOverrides, string][])('refuse %j, naming the field', (overrides, path) => {
    try {
      resolveOverrides(overrides);
    } catch (error) {
      expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', fields: [{ path }] });
    }
    expect.assertions(1);
  });
});
