import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { cents, imported, importedFrom } from '../../test/imported.js';
import { itWithRealData } from '../../test/real-data.js';
import { olist } from './importer.js';

const CUSTOMERS =
  'customer_id,customer_unique_id,customer_zip_code_prefix,customer_city,customer_state\nc1,ana,35182,timoteo,MG\nc2,rui,20231,rio,RJ\n';
const ORDERS =
  'order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date\n' +
  'o1,c1,delivered,2017-07-09 21:57:05,2017-07-09 22:10:13,2017-07-11 14:58:04,2017-07-26 10:57:55,2017-08-01 00:00:00\n' +
  'o2,c2,canceled,2017-04-11 12:22:08,,,,2017-05-09 00:00:00\n';
const ITEMS =
  'order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value\n' +
  'o1,1,p1,s1,2017-07-12 00:00:00,144.0,8.77\no1,2,p2,s2,2017-07-12 00:00:00,10,1\no2,1,p1,s1,2017-04-12 00:00:00,144.0,8.77\n';
const PRODUCTS = 'product_id,product_category_name,product_name_lenght\np1,perfumaria,40\np2,,\n';
const TRANSLATION = '\uFEFFproduct_category_name,product_category_name_english\nperfumaria,perfumery\n';
const PAYMENTS =
  'order_id,payment_sequential,payment_type,payment_installments,payment_value\no1,1,credit_card,2,163.77\n';
const REVIEWS =
  'review_id,order_id,review_score,review_comment_title,review_comment_message,review_creation_date,review_answer_timestamp\n' +
  'r1,o1,4,,"Chegou bem,\r\nmas ""tarde"".\r\n",2017-07-27 00:00:00,2017-07-28 10:00:00\r\n';
const ALL = [REVIEWS, ITEMS, PAYMENTS, PRODUCTS, ORDERS, TRANSLATION, CUSTOMERS];

describe('the olist importer', () => {
  it('joins items to their orders, persons and categories, in whatever order the files come', async () => {
    const { rows, rejects, accepted } = await imported(olist, ALL);
    expect([accepted, rejects]).toEqual([12, []]);
    expect(
      rows.transactions.map(({ order_id, line_number, customer_id, category, status, ordered_at, unit_price }) => [
        ...[order_id, line_number, customer_id, category, status, ordered_at, unit_price],
      ]),
    ).toEqual([
      ['o1', 1, 'ana', 'perfumery', 'sold', '2017-07-09T21:57:05Z', 144],
      ['o1', 2, 'ana', null, 'sold', '2017-07-09T21:57:05Z', 10],
      ['o2', 1, 'rui', 'perfumery', 'cancelled', '2017-04-11T12:22:08Z', 144],
    ]);
    expect(rows.orders[1]).toMatchObject({
      order_id: 'o2',
      customer_id: 'rui',
      status: 'canceled',
      delivered_at: null,
    });
    expect(rows.payments).toEqual([
      { order_id: 'o1', payment_number: 1, method: 'credit_card', installments: 2, amount: 163.77, currency: 'BRL' },
    ]);
  });

  it('makes of a review, whose text may have line breaks, a rating of each product of the order', async () => {
    const { rows } = await imported(olist, ALL);
    expect(
      rows.interactions.map(({ user_id, item_id, rating, occurred_at }) => [user_id, item_id, rating, occurred_at]),
    ).toEqual([
      ['ana', 'p1', 4, '2017-07-28T10:00:00Z'],
      ['ana', 'p2', 4, '2017-07-28T10:00:00Z'],
    ]);
  });

  it('says which file a refusal is of by its batch, and needs customers, orders and items', async () => {
    const { rejects } = await imported(olist, [CUSTOMERS, ORDERS, `${ITEMS}o9,1,p1,s1,,5,1\n`]);
    expect(rejects).toEqual([
      expect.objectContaining({ line: 5, column: 'order_id', reason: 'must be one of the orders' }),
    ]);
    await expect(imported(olist, [CUSTOMERS, PRODUCTS])).rejects.toThrow(/must have a file of orders .*; items/);
  });

  it('refuses an order twice, and one of nobody', async () => {
    const [, first] = ORDERS.split('\n');
    const { rejects } = await imported(olist, [
      CUSTOMERS,
      `${ORDERS}${first}\n${first!.replace('o1,c1', 'o3,c3')}\n`,
      ITEMS,
    ]);
    expect(rejects.map(({ line, column }) => [line, column])).toEqual([
      [4, 'order_id'],
      [5, 'customer_id'],
    ]);
  });

  it('names the file whose header does not fit', async () => {
    const sellers = 'seller_id,seller_zip_code_prefix,seller_city,seller_state\ns1,1,x,SP\n';
    await expect(imported(olist, [...ALL, sellers.replaceAll('seller_id', 'id')])).rejects.toThrow(
      /^file 8: the header does not fit/,
    );
  });

  // Counted with Python's csv module on the same files.
  itWithRealData('reads the sample of 6,767 orders', 'olist/olist_orders_dataset.csv.gz', async (path) => {
    const names = ['orders', 'order_items', 'customers', 'products', 'order_reviews', 'order_payments'];
    const files = names.map((name) => join(dirname(path), `olist_${name}_dataset.csv.gz`));
    const { accepted, rejects, rows } = await importedFrom(olist, [
      ...files,
      join(dirname(path), 'product_category_name_translation.csv.gz'),
    ]);
    expect(rejects).toEqual([]);
    expect(accepted).toBe(6_767 + 6_955 + 6_767 + 32_951 + 6_852 + 7_502 + 71);
    expect([rows.orders.length, rows.transactions.length, rows.payments.length]).toEqual([6_767, 6_955, 7_502]);
    expect(new Set(rows.orders.map(({ customer_id }) => customer_id)).size).toBe(6_677);
    expect(rows.transactions.filter(({ status }) => status === 'cancelled')).toHaveLength(446);
    expect(cents(rows.transactions.map(({ unit_price }) => unit_price))).toBe(898_411.91);
    expect(cents(rows.payments.map(({ amount }) => amount))).toBe(1_168_706.9);
    expect([rows.interactions.length, rows.interactions.reduce((sum, { rating }) => sum + rating!, 0)]).toEqual([
      6_396, 21_528,
    ]);
  });
});
