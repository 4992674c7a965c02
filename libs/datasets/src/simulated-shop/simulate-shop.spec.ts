import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { SimulatedShopOptions } from './options.js';
import { simulateShop } from './simulate-shop.js';
import type { ShopRows, ShopTable } from './tables.js';

type Tables = { [T in ShopTable]: ShopRows[T][] };

function tablesOf(options: Partial<SimulatedShopOptions>): Tables {
  const tables: Record<string, object[]> = {};
  for (const { table, rows } of simulateShop({ seed: 42, asOf: '2026-01-01', ...options })) {
    (tables[table] ??= []).push(...rows);
  }
  return tables as Tables;
}

describe('the simulated shop', () => {
  const small = { customers: 300, products: 40, days: 200 };
  const shop = tablesOf(small);

  it('has customers C001 and on, products P001 and on, in every category and at a margin', () => {
    expect([shop.customers[0]!.customer_id, shop.products[0]!.product_id]).toEqual(['C001', 'P001']);
    expect(shop.customers.at(-1)!.customer_id).toBe('C300');
    expect(new Set(shop.products.map(({ category }) => category)).size).toBe(8);
    for (const { base_price, unit_cost, product_name, brand } of shop.products) {
      expect(unit_cost).toBeLessThan(base_price);
      expect(product_name.startsWith(brand)).toBe(true);
    }
  });

  it('tells interactions of its customers and products alone, each after the one that leads to it', () => {
    const products = new Set(shop.products.map(({ product_id }) => product_id));
    const joined = new Map(shop.customers.map(({ customer_id, joined_on }) => [customer_id, joined_on]));
    const before = { view: 'any', click: 'view', cart: 'click', purchase: 'cart' };
    let last = { session_id: '', product_id: '', interaction_type: '', timestamp: '' };
    for (const row of shop.interactions) {
      expect(products.has(row.product_id) && joined.get(row.customer_id)! <= row.timestamp).toBe(true);
      if (row.interaction_type !== 'view') {
        expect([last.session_id, last.product_id, last.interaction_type]).toEqual([
          ...[row.session_id, row.product_id, before[row.interaction_type]],
        ]);
      }
      if (row.session_id === last.session_id) expect(row.timestamp > last.timestamp).toBe(true);
      expect(row.quantity > 0).toBe(row.interaction_type === 'purchase');
      last = row;
    }
    expect(shop.interactions.length).toBeGreaterThan(2_000);
  });

  it('sells at the price of the week', () => {
    const weeks = new Map<string, string[]>();
    const prices = new Map(shop.prices.map((row) => [`${row.product_id} ${row.valid_from}`, row.price]));
    for (const { product_id, valid_from } of shop.prices) {
      weeks.set(product_id, [...(weeks.get(product_id) ?? []), valid_from]);
    }
    for (const { product_id, timestamp, price } of shop.interactions) {
      const day = timestamp.slice(0, 10);
      const week = weeks.get(product_id)!.findLast((from) => from <= day)!;
      expect(prices.get(`${product_id} ${week}`)).toBe(price);
    }
  });

  it('loses nothing of its stock: what was there, less what was sold, more what arrived', () => {
    const sold = new Map<string, number>();
    for (const { product_id, timestamp, quantity } of shop.interactions) {
      const key = `${product_id} ${timestamp.slice(0, 10)}`;
      sold.set(key, (sold.get(key) ?? 0) + quantity);
    }
    const last = new Map<string, { stock: number; on_order: number }>();
    for (const row of shop.stock) {
      const before = last.get(row.product_id);
      expect(row.stock).toBeGreaterThanOrEqual(0);
      if (before !== undefined) {
        const arrived = row.stock - before.stock + (sold.get(`${row.product_id} ${row.day}`) ?? 0);
        expect([0, before.on_order]).toContain(arrived);
      }
      last.set(row.product_id, row);
    }
    expect(shop.stock).toHaveLength(40 * 200);
  });

  it('is the same for the same options, on every machine, and another for another seed', () => {
    const digest = (tables: Tables) => createHash('sha256').update(JSON.stringify(tables)).digest('hex').slice(0, 16);
    expect(digest(shop)).toBe(digest(tablesOf(small)));
    expect(digest(shop)).not.toBe(digest(tablesOf({ ...small, seed: 43 })));
    expect(digest(shop)).toBe('3a876cdead4e1b30');
  });

  it.each([
    [{ products: 7 }, /products must be a whole number in 8–100000, got 7/],
    [{ customers: 0 }, /customers must be a whole number/],
    [{ days: 29 }, /days must be a whole number/],
    [{ asOf: 'today' }, /asOf must be a date/],
  ])('refuses %j', (options, message) => {
    expect(() => tablesOf(options)).toThrow(message);
  });
});
