import { describe, expect, it } from '@jest/globals';
import { cents, imported, importedFrom } from '../../test/imported.js';
import { itWithRealData } from '../../test/real-data.js';
import { cdnow } from './importer.js';

const MASTER =
  ' customer_id  date number_of_cds  dollar_value\r\n 00001 19970101  1   11.77\r\n 00002 19970112  5   77.00\r\n';

describe('the cdnow importer', () => {
  it('reads purchases separated by spaces, at the mean price of a piece', async () => {
    const { rows } = await imported(cdnow, [MASTER]);
    expect(
      rows.transactions.map(({ order_id, customer_id, ordered_at, quantity, unit_price, currency }) => [
        order_id,
        customer_id,
        ordered_at,
        quantity,
        unit_price,
        currency,
      ]),
    ).toEqual([
      ['CD000001', '00001', '1997-01-01T00:00:00Z', 1, 11.77, 'USD'],
      ['CD000002', '00002', '1997-01-12T00:00:00Z', 5, 15.4, 'USD'],
    ]);
  });

  it('knows the sample, which has no names of columns, by its first row', async () => {
    const { rows, accepted } = await imported(cdnow, [
      ' 00004 0001 19970101  2   29.33\r\n 00004 0001 19970118  2   29.73\r\n',
    ]);
    expect([accepted, rows.transactions[0]!.customer_id, rows.transactions[0]!.quantity]).toEqual([2, '00004', 2]);
  });

  it('refuses the master file and the sample together, which would count purchases twice', async () => {
    await expect(imported(cdnow, [MASTER, ' 00004 0001 19970101  2   29.33\r\n'])).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: 'the files must be of one kind, got master and sample',
    });
  });

  it.each([
    ['00003 19970230 1 5', 'date', 'must be a date YYYYMMDD'],
    ['00003 19970102 0 5', 'number_of_cds', 'must be a whole number'],
    ['00003 19970102 1 -5', 'dollar_value', 'must be a number'],
    ['00003 19970102 1', null, 'must have 4 cells, has 3'],
  ])('refuses %s', async (line, column, reason) => {
    const { rejects } = await imported(cdnow, [`${MASTER} ${line}\r\n`]);
    expect(rejects).toEqual([expect.objectContaining({ line: 4, column, reason: expect.stringContaining(reason) })]);
  });

  it('refuses the summaries of customers, which tell no purchases', async () => {
    await expect(imported(cdnow, ['ID,frequency,recency,T\n1,2,30.43,38.86\n'])).rejects.toThrow(
      'it is that of none of master',
    );
  });

  // Counted with Python on the same files.
  itWithRealData('reads the 69,659 purchases of 23,570 customers', 'cdnow/CDNOW_master.txt.gz', async (path) => {
    const { accepted, rejects, rows } = await importedFrom(cdnow, [path]);
    expect([accepted, rejects]).toEqual([69_659, []]);
    expect(new Set(rows.transactions.map(({ customer_id }) => customer_id)).size).toBe(23_570);
    expect(rows.transactions.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(167_881);
    expect(cents(rows.transactions.map(({ quantity, unit_price }) => quantity * unit_price))).toBe(2_500_315.63);
  });
  itWithRealData('reads the 6,919 purchases of the sample', 'cdnow/CDNOW_sample.txt.gz', async (path) => {
    const { accepted, rejects, rows } = await importedFrom(cdnow, [path]);
    expect([accepted, rejects]).toEqual([6_919, []]);
    expect(new Set(rows.transactions.map(({ customer_id }) => customer_id)).size).toBe(2_357);
  });
});
