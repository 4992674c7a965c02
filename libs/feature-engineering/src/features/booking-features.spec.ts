import { describe, expect, it } from '@jest/globals';
import { ENTITY_NAMES, HISTORY_ENTITIES, type Histories } from '../history/history-entities.js';
import { BOOKING_COLUMNS } from '../bookings/booking-columns.js';
import { factsOf, type BookingHindsight } from '../bookings/facts.js';
import { booking } from '../../test/bookings.js';
import { availabilityInWords } from './available-at.js';
import { BOOKING_FEATURES } from './booking-features.js';
import { HINDSIGHT_FEATURES } from './hindsight-features.js';
import type { Feature } from './feature.js';

/** Notes which properties of an object are read. */
function watched<T extends object>(of: T, read: Set<string>): T {
  return new Proxy(of, {
    get(target, name, receiver) {
      read.add(String(name));
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
}

const states = Object.fromEntries(
  ENTITY_NAMES.map((name) => [
    name,
    Object.fromEntries(Object.keys(HISTORY_ENTITIES[name].values).map((value) => [value, 7])),
  ]),
) as unknown as Histories;

function readsOf(feature: Feature, facts: BookingHindsight): { columns: Set<string>; histories: Set<string> } {
  const [columns, histories] = [new Set<string>(), new Set<string>()];
  feature.value({ booking: watched(facts, columns), histories: watched(states, histories), decidedAt: 1_577_900_000 });
  return { columns, histories };
}

const FACTS = [
  factsOf(booking({})),
  factsOf(booking({ guest_id: 'G', price_vs_average: 1.1, previous_stays: 2, is_repeat_guest: true })),
];

describe.each(Object.entries(BOOKING_FEATURES))('the feature %s', (name, feature) => {
  it('reads no column and no history that it does not declare', () => {
    for (const facts of FACTS) {
      const { columns, histories } = readsOf(feature, facts);
      expect(feature.columns).toEqual(expect.arrayContaining([...columns]));
      expect(feature.histories ?? []).toEqual(expect.arrayContaining([...histories]));
    }
  });

  it('answers its kind', () => {
    for (const facts of FACTS) {
      const value = feature.value({ booking: facts, histories: states, decidedAt: 1_577_900_000 });
      if (feature.kind === 'numeric') expect(typeof value).toBe('number');
      else expect(value === null || typeof value === 'string').toBe(true);
    }
  });

  it('takes no column from after the decision, unless it is hindsight', () => {
    const late = feature.columns.some((column) => /arrival|ends/.test(BOOKING_COLUMNS[column].availableAt.words));
    expect(late).toBe(name in HINDSIGHT_FEATURES);
  });

  it('tells when it becomes known', () => {
    expect(availabilityInWords(feature)).toMatch(/^(at booking|as of|the day after|when)/);
  });
});
