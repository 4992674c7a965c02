import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { orderColumns, type Order } from '../segments/index.js';
import { retentionTable } from './retention.js';
import { wilsonInterval } from './wilson-interval.js';

const day = (text: string) => Date.parse(text) / 86_400_000;

describe('the Wilson interval', () => {
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i in %i is that of Newcombe (1998), table I, method 3', (count, n, lower, upper) => {
    const interval = wilsonInterval(count, n);
    expect(interval.lower).toBeCloseTo(lower, 4);
    expect(interval.upper).toBeCloseTo(upper, 4);
  });

  it('holds its share, and mirrors', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(), (n, seed) => {
        const count = seed % (n + 1);
        const { share, lower, upper } = wilsonInterval(count, n);
        expect(0 <= lower && lower <= share && share <= upper && upper <= 1).toBe(true);
        expect(wilsonInterval(n - count, n).lower).toBeCloseTo(1 - upper, 12);
      }),
    );
  });

  it('refuses counts that are none', () => {
    expect(() => wilsonInterval(3, 2)).toThrow('got 3 of 2');
    expect(() => wilsonInterval(0, 0)).toThrow('n ≥ 1');
  });
});

describe('retention', () => {
  const order = (customerId: string, on: string): Order => ({ customerId, day: day(on), revenue: 1 });
  const orders = [
    ...[order('a', '2026-01-31'), order('a', '2026-02-01'), order('a', '2026-02-20'), order('b', '2026-01-02')],
    ...[order('b', '2026-03-31'), order('c', '2026-02-10'), order('a', '2026-04-02'), order('d', '2026-04-01')],
  ];

  it('counts each customer of a cohort once a month, in months that are over', () => {
    const table = retentionTable(orderColumns(orders), day('2026-04-15'));
    const plain = table.map(({ start, customers, retention }) => [start, customers, retention.map((r) => r.active)]);
    expect(plain).toEqual([
      [day('2026-01-01'), 2, [2, 1, 1]],
      [day('2026-02-01'), 1, [1, 0]],
    ]);
    expect(table[0]!.retention[1]).toMatchObject({ month: 1, ...wilsonInterval(1, 2) });
  });

  it('stops after so many months', () => {
    expect(retentionTable(orderColumns(orders), day('2026-04-15'), 1)[0]!.retention).toHaveLength(2);
  });

  it('has every customer in one cohort', () => {
    const some = fc.array(fc.record({ who: fc.integer({ min: 0, max: 9 }), at: fc.integer({ min: 0, max: 700 }) }));
    fc.assert(
      fc.property(some, (drawn) => {
        const columns = orderColumns(drawn.map(({ who, at }) => ({ customerId: `${who}`, day: at, revenue: 1 })));
        const cohorts = retentionTable(columns, 800, 30);
        expect(cohorts.reduce((sum, { customers }) => sum + customers, 0)).toBe(columns.customerIds.length);
        for (const { customers, retention } of cohorts) {
          expect(retention.every(({ active }) => active <= customers)).toBe(true);
        }
      }),
    );
  });
});
