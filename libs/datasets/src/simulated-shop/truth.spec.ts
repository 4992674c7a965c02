import { beforeAll, describe, expect, it } from '@jest/globals';
import { fitLogisticLine } from '@bellwether/model-kernel/numerics';
import { CATEGORY_FACTS, SHOP_CATEGORIES } from './categories.js';
import { CHANNEL_FACTS, type Channel } from './channels.js';
import { simulateShop } from './simulate-shop.js';
import type { ShopRows, ShopTable } from './tables.js';

/** Whether what made the shop can be found in it again. */
const tables: { [T in ShopTable]?: ShopRows[T][] } = {};
const rowsOf = <T extends ShopTable>(table: T): ShopRows[T][] => tables[table]!;
const DAY_MS = 86_400_000;

beforeAll(() => {
  for (const { table, rows } of simulateShop({ seed: 5, asOf: '2026-01-01', customers: 4_000, products: 200 })) {
    if (table === 'stock') continue;
    const kept = ((tables as Record<string, object[]>)[table] ??= []);
    for (const row of rows) kept.push(row);
  }
}, 60_000);

it('as many views end in a purchase as their probabilities say', () => {
  const purchases = rowsOf('interactions').filter(({ interaction_type }) => interaction_type === 'purchase').length;
  let [expected, variance] = [0, 0];
  for (const { purchase_probability: p } of rowsOf('truth_views')) {
    expected += p;
    variance += p * (1 - p);
  }
  // What was out of stock was not sold: a few.
  expect(purchases).toBeLessThan(expected + 4 * Math.sqrt(variance));
  expect(purchases).toBeGreaterThan(0.98 * expected - 4 * Math.sqrt(variance));
});

it.each(SHOP_CATEGORIES)('the price elasticity of %s is in the carts that follow a click', (category) => {
  const products = new Map(rowsOf('products').map((row) => [row.product_id, row]));
  const interactions = rowsOf('interactions');
  const x: number[] = [];
  const y: number[] = [];
  interactions.forEach((row, i) => {
    const product = products.get(row.product_id)!;
    if (row.interaction_type !== 'click' || product.category !== category) return;
    x.push(Math.log(row.price / product.base_price));
    const next = interactions[i + 1];
    y.push(next?.session_id === row.session_id && next.interaction_type === 'cart' ? 1 : 0);
  });
  const { slope, slopeStandardError } = fitLogisticLine(x, y);
  const { elasticity } = CATEGORY_FACTS[category];
  // What a customer likes is not seen here, which draws the slope a little towards zero.
  expect(slope).toBeLessThan(0);
  expect(Math.abs(slope - elasticity)).toBeLessThan(4 * slopeStandardError + 0.15 * Math.abs(elasticity));
});

describe('channels', () => {
  /** Visits a day with a touch over those of days without one, of customers that are there. */
  const visitRatio = (channel: Channel) => {
    const visits = new Map<string, Set<string>>();
    for (const { customer_id, timestamp, session_id } of rowsOf('interactions')) {
      const key = `${customer_id} ${timestamp.slice(0, 10)}`;
      visits.set(key, (visits.get(key) ?? new Set()).add(session_id));
    }
    const touches = rowsOf('touches').filter((touch) => touch.channel === channel);
    const touched = touches.reduce(
      (sum, { customer_id, touched_on }) => sum + (visits.get(`${customer_id} ${touched_on}`)?.size ?? 0),
      0,
    );
    const all = [...visits.values()].reduce((sum, { size }) => sum + size, 0);
    const gone = new Map(rowsOf('truth_customers').map(({ customer_id, churned_on }) => [customer_id, churned_on]));
    const days = rowsOf('customers').reduce(
      (sum, { customer_id, joined_on }) =>
        sum + 1 + (Date.parse(gone.get(customer_id) ?? '2025-12-31') - Date.parse(joined_on)) / DAY_MS,
      0,
    );
    const without = (all - touched) / (days - touches.length);
    return { ratio: touched / touches.length / without, error: 1 / Math.sqrt(touched) };
  };

  it('that reach whoever they reach by chance have their effect in the days with a touch', () => {
    for (const channel of ['email', 'social'] as const) {
      const { ratio, error } = visitRatio(channel);
      expect(Math.abs(Math.log(ratio) - CHANNEL_FACTS[channel].effect)).toBeLessThan(4 * error);
    }
  });

  it('that find who would come anyway seem to work where they do not: display', () => {
    const { ratio, error } = visitRatio('display');
    expect(CHANNEL_FACTS.display.effect).toBe(0);
    expect(Math.log(ratio)).toBeGreaterThan(2 * error);
    const display = rowsOf('truth_channels').find(({ channel }) => channel === 'display')!;
    expect([display.incremental_visits, display.cost > 0]).toEqual([0, true]);
  });
});

it('as many customers are gone as their hazards say, and none comes back', () => {
  const visits = new Map<string, Set<string>>();
  const last = new Map<string, string>();
  for (const { customer_id, session_id, timestamp } of rowsOf('interactions')) {
    visits.set(customer_id, (visits.get(customer_id) ?? new Set()).add(session_id));
    last.set(customer_id, timestamp.slice(0, 10));
  }
  let [expected, variance, gone] = [0, 0, 0];
  for (const { customer_id, churn_hazard, churned_on } of rowsOf('truth_customers')) {
    const count = visits.get(customer_id)?.size ?? 0;
    // Each visit ends it with the hazard: a martingale, so that the sums are equal but for chance.
    expected += count * churn_hazard;
    variance += count * churn_hazard * (1 - churn_hazard);
    if (churned_on === null) continue;
    gone += 1;
    expect(last.get(customer_id)).toBe(churned_on);
  }
  expect(Math.abs(gone - expected)).toBeLessThan(4 * Math.sqrt(variance));
});

it('customers look at what is in season', () => {
  const category = new Map(rowsOf('products').map((row) => [row.product_id, row.category]));
  const shareOf = (wanted: string, month: string) => {
    const views = rowsOf('truth_views').filter(({ timestamp }) => timestamp.slice(5, 7) === month);
    return views.filter(({ product_id }) => category.get(product_id) === wanted).length / views.length;
  };
  expect(shareOf('Toys', '12') / shareOf('Toys', '02')).toBeGreaterThan(1.5);
  expect(shareOf('Garden', '05') / shareOf('Garden', '12')).toBeGreaterThan(2);
});

it('customers click what they like', () => {
  const tastes = new Map(rowsOf('truth_customers').map((row) => [row.customer_id, row.tastes]));
  const traits = new Map(rowsOf('truth_products').map((row) => [row.product_id, row.traits]));
  const liking = (customer: string, product: string) =>
    tastes.get(customer)!.reduce((sum, taste, d) => sum + taste * traits.get(product)![d]!, 0) / 2;
  const x: number[] = [];
  const y: number[] = [];
  const interactions = rowsOf('interactions');
  interactions.forEach(({ customer_id, product_id, interaction_type }, i) => {
    if (interaction_type !== 'view') return;
    x.push(liking(customer_id, product_id));
    y.push(interactions[i + 1]?.interaction_type === 'click' ? 1 : 0);
  });
  const { slope, slopeStandardError } = fitLogisticLine(x, y);
  expect(Math.abs(slope - 0.9)).toBeLessThan(4 * slopeStandardError);
});
