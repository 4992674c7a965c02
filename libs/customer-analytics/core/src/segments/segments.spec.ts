import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRng } from '@bellwether/model-kernel/numerics';
import { segmentByClusters } from './cluster-segments.js';
import { mergeSmallGroups } from './merge-small-groups.js';
import { migrationOf, NO_SEGMENT } from './migration.js';
import { monthlyMigrations, monthlySegments } from './monthly-segments.js';
import { orderColumns } from './order-columns.js';
import { quintileScores } from './quintile-scores.js';
import { recommendedActions } from './recommended-actions.js';
import { rfmOf } from './rfm.js';
import { SEGMENT_NAMES, segmentByRules, segmentOf } from './rules.js';
import { segmentShares, segmentTotals } from './segment-totals.js';

const day = (text: string) => Date.parse(text) / 86_400_000;
const orders = fc.array(
  fc.record({
    customerId: fc.integer({ min: 0, max: 20 }).map(String),
    day: fc.integer({ min: 0, max: 400 }),
    revenue: fc.integer({ min: 1, max: 500 }),
  }),
  { minLength: 1, maxLength: 80 },
);

describe('recency, orders and revenue', () => {
  const columns = orderColumns([
    ...[{ customerId: 'a', day: 10, revenue: 5 }, { customerId: 'b', day: 12, revenue: 7 }], // prettier-ignore
    ...[{ customerId: 'a', day: 11, revenue: 6 }, { customerId: 'c', day: 20, revenue: 1 }], // prettier-ignore
  ]);

  it('are of orders before the day alone', () => {
    expect(rfmOf(columns, 20)).toEqual({
      customer: Int32Array.of(0, 1),
      recencyDays: Float64Array.of(9, 8),
      orders: Float64Array.of(2, 1),
      revenue: Float64Array.of(11, 7),
    });
  });

  it('refuse an order of no day or no revenue', () => {
    expect(() => orderColumns([{ customerId: 'x', day: 1.5, revenue: 1 }])).toThrow("an order of 'x'");
    expect(() => orderColumns([{ customerId: 'x', day: 1, revenue: Number.NaN }])).toThrow('revenue NaN');
  });
});

describe('quintile scores', () => {
  it('are a fifth each where no two are equal', () => {
    expect([...quintileScores(Float64Array.from([9, 1, 8, 2, 7, 3, 6, 4, 5, 0]))]).toEqual([
      5, 1, 5, 2, 4, 2, 4, 3, 3, 1,
    ]);
  });

  it('are equal for equals, and rise with the value', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1 }), (values) => {
        const scores = quintileScores(Float64Array.from(values));
        values.forEach((a, i) => {
          values.forEach((b, j) => {
            if (a === b) expect(scores[i]).toBe(scores[j]);
            if (a > b) expect(scores[i]!).toBeGreaterThanOrEqual(scores[j]!);
          });
        });
      }),
    );
  });
});

describe('the ten rules', () => {
  it('name each of ten segments, and every score one of them', () => {
    const found = new Set<string>();
    for (let r = 1; r <= 5; r++) {
      for (let f = 1; f <= 5; f++) for (let m = 1; m <= 5; m++) found.add(segmentOf(r, f, m));
    }
    expect([...found].sort()).toEqual([...SEGMENT_NAMES].sort());
    expect(SEGMENT_NAMES.every((name) => recommendedActions(name).length > 0)).toBe(true);
    expect(recommendedActions('toString')).toEqual([]);
  });

  it.each([
    [5, 5, 5, 'Champions'],
    [5, 1, 1, 'New Customer'],
    [1, 1, 1, 'Lost'],
    [2, 5, 5, 'Cannot Lose Them'],
    [1, 3, 4, 'At Risk'],
    [3, 3, 3, 'Needs Attention'],
  ] as const)('have R %i F %i M %i as %s', (r, f, m, name) => {
    expect(segmentOf(r, f, m)).toBe(name);
  });

  it('have every customer in one segment, and shares of 1', () => {
    fc.assert(
      fc.property(orders, (drawn) => {
        const columns = orderColumns(drawn);
        const rfm = rfmOf(columns, 401);
        const shares = segmentShares(segmentTotals(rfm, segmentByRules(rfm).segments, SEGMENT_NAMES));
        const sum = (of: (share: (typeof shares)[number]) => number) => shares.reduce((total, s) => total + of(s), 0);
        expect(sum(({ customers }) => customers)).toBe(columns.customerIds.length);
        expect(sum((share) => share.orders)).toBe(drawn.length);
        expect(sum(({ revenue }) => revenue)).toBe(drawn.reduce((total, { revenue }) => total + revenue, 0));
        expect(sum(({ customerShare }) => customerShare)).toBeCloseTo(1, 14);
        expect(sum(({ revenueShare }) => revenueShare)).toBeCloseTo(1, 14);
      }),
    );
  });
});

describe('small groups', () => {
  const group = (name: string, customers: number) => ({
    name,
    customers,
    orders: 2 * customers,
    revenue: 9 * customers,
  });

  it('become one of at least so many, and the sums stay', () => {
    const totals = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(totals, fc.integer({ min: 1, max: 8 }), (sizes, least) => {
        const all = sizes.map((size, i) => group(`${i}`, size));
        const { groups, merged } = mergeSmallGroups(all, least);
        const whole = sizes.reduce((a, b) => a + b, 0);
        const shown = groups.reduce((sum, { customers }) => sum + customers, 0);
        expect(shown).toBe(whole < least ? 0 : whole);
        expect(groups.every(({ customers }) => customers >= least)).toBe(true);
        // A single group that is hidden would be the whole less the rest.
        expect(sizes.length > 1 && merged.length === 1).toBe(false);
      }),
    );
  });

  it('take the smallest of the others along rather than be one alone', () => {
    const { groups, merged } = mergeSmallGroups([group('a', 9), group('b', 2), group('c', 6)], 5);
    expect([groups.map(({ name, customers }) => [name, customers]), merged]).toEqual([[['a', 9], ['Other', 8]], ['b', 'c']]); // prettier-ignore
  });
});

describe('migration', () => {
  it('counts who moved where, and the share that stayed', () => {
    const before = Uint8Array.of(0, 0, 1, 1, NO_SEGMENT);
    const after = Uint8Array.of(0, 1, 1, NO_SEGMENT, 0);
    expect(migrationOf(before, after, ['x', 'y'])).toEqual({
      moves: [
        { from: 'x', to: 'x', customers: 1 },
        { from: 'x', to: 'y', customers: 1 },
        { from: 'y', to: 'y', customers: 1 },
      ],
      customers: 3,
      stability: 2 / 3,
    });
    expect(
      migrationOf(
        after.map(() => NO_SEGMENT),
        after,
        ['x', 'y'],
      ).stability,
    ).toBeNull();
  });

  it('month by month says what would have been said then', () => {
    fc.assert(
      fc.property(orders, (drawn) => {
        const columns = orderColumns(drawn);
        const history = monthlySegments(columns, 400, 3);
        for (const { asOf, codes } of history) {
          const known = orderColumns(drawn.filter((order) => order.day < asOf));
          const rfm = rfmOf(known, asOf);
          const then = segmentByRules(rfm).segments.map((name, i) => [known.customerIds[rfm.customer[i]!]!, name]);
          const now = [...codes].flatMap((code, who) =>
            code === NO_SEGMENT ? [] : [[columns.customerIds[who]!, SEGMENT_NAMES[code]!]],
          );
          expect(now.sort()).toEqual(then.sort());
        }
        expect(monthlyMigrations(history)).toHaveLength(Math.max(0, history.length - 1));
      }),
      { numRuns: 30 },
    );
  });

  it('is between firsts of months, and the day itself', () => {
    const columns = orderColumns([{ customerId: 'a', day: day('2025-01-05'), revenue: 1 }]);
    const days = (asOf: string) => monthlySegments(columns, day(asOf), 2).map((each) => each.asOf);
    expect(days('2026-03-15')).toEqual([day('2026-02-01'), day('2026-03-01'), day('2026-03-15')]);
    expect(days('2026-03-01')).toEqual([day('2026-01-01'), day('2026-02-01'), day('2026-03-01')]);
  });
});

describe('clusters', () => {
  const rng = createRng(11);
  // Three kinds: dear regulars, cheap regulars, those who are gone.
  const kinds = [[1, 20, 500], [3, 6, 40], [300, 1, 15]] as const; // prettier-ignore
  const drawn = Array.from({ length: 150 }, (_, i) => {
    const [ago, count, money] = kinds[i % 3]!;
    const revenue = money * Math.exp(0.1 * rng.normal());
    return Array.from({ length: count }, (_, n) => ({ customerId: `${i}`, day: 1_000 - ago - n, revenue }));
  }).flat();
  const rfm = rfmOf(orderColumns(drawn), 1_000);

  it('are found again where there are some, the richest first, whatever the seed', () => {
    for (const seed of [1, 2]) {
      const { segments, names, stable, evidence } = segmentByClusters(rfm, createRng(seed));
      expect([names, stable]).toEqual([['Group 1', 'Group 2', 'Group 3'], true]);
      expect(segments.every((name, i) => name === names[i % 3])).toBe(true);
      expect(evidence).toHaveLength(8);
    }
  });
});
