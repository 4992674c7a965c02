import { describe, expect, it } from '@jest/globals';
import { cents, imported, importedFrom } from '../../test/imported.js';
import { itWithRealData } from '../../test/real-data.js';
import { onlineRetail } from './importer.js';

const HEADER = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n';
const file = (...lines: string[]) => [HEADER + lines.map((line) => `${line}\n`).join('')];

describe('the online-retail importer', () => {
  it('makes a transaction of a line', async () => {
    const { rows } = await imported(
      onlineRetail,
      file('536365,85123A,"HOLDER, ""HEART""",6,2010-12-01 08:26:00,2.55,17850,France'),
    );
    expect(rows.transactions).toEqual([
      {
        order_id: '536365',
        line_number: 1,
        customer_id: '17850',
        product_id: '85123A',
        product_name: 'HOLDER, "HEART"',
        category: null,
        quantity: 6,
        unit_price: 2.55,
        currency: 'GBP',
        ordered_at: '2010-12-01T08:26:00Z',
        status: 'sold',
        seller_id: null,
        country: 'France',
      },
    ]);
  });

  it.each([
    ['C536379,D,Discount,-1,2010-12-01 09:41:00,27.5,14527,UK', 'cancelled'],
    ['536589,21777,,-10,2010-12-01 16:50:00,0,,UK', 'adjusted'],
    ['A563186,B,Adjust bad debt,1,2011-08-12 14:51:00,-11062.06,,UK', 'adjusted'],
    ['536414,22139,,56,2010-12-01 11:52:00,0,,UK', 'sold'],
  ])('takes %s as %s', async (line, status) => {
    const { rows } = await imported(onlineRetail, file(line));
    expect(rows.transactions[0]!.status).toBe(status);
  });

  it.each([
    ['536365,,X,6,2010-12-01 08:26:00,2.55,1,UK', 'StockCode', 'must not be missing'],
    ['536365,A,X,six,2010-12-01 08:26:00,2.55,1,UK', 'Quantity', 'must be a whole number'],
    ['536365,A,X,6,01/12/2010,2.55,1,UK', 'InvoiceDate', 'must be an instant'],
    ['536365,A,X,6,2010-12-01 08:26:00,free,1,UK', 'UnitPrice', 'must be a number'],
    ['536365,A,X,6', null, 'must have 8 cells, has 4'],
  ])('refuses %s', async (line, column, reason) => {
    const { accepted, rejects } = await imported(onlineRetail, file(line));
    expect(accepted).toBe(0);
    expect(rejects).toEqual([
      expect.objectContaining({ line: 2, column, reason: expect.stringContaining(reason), raw: line }),
    ]);
  });

  // Counted with Python's csv module on the same file.
  itWithRealData('takes every one of the 541,909 lines', 'uci-online-retail/online_retail.csv.gz', async (path) => {
    const { accepted, rejects, rows } = await importedFrom(onlineRetail, [path]);
    expect([accepted, rejects]).toEqual([541_909, []]);
    const { transactions } = rows;
    const count = (status: string) => transactions.filter((row) => row.status === status).length;
    expect([count('cancelled'), count('adjusted'), count('sold')]).toEqual([9_288, 1_339, 531_282]);
    expect(transactions.filter(({ customer_id }) => customer_id === null)).toHaveLength(135_080);
    expect(new Set(transactions.map(({ customer_id }) => customer_id)).size).toBe(4_372 + 1);
    expect(new Set(transactions.map(({ order_id }) => order_id)).size).toBe(25_900);
    expect(new Set(transactions.map(({ country }) => country)).size).toBe(38);
    expect(cents(transactions.map(({ quantity, unit_price }) => quantity * unit_price))).toBeCloseTo(9_747_747.93, 1);
    expect(transactions.at(-1)!.ordered_at).toBe('2011-12-09T12:50:00Z');
  });
});
