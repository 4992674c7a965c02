import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { imported, importedFrom } from '../../test/imported.js';
import { genericSeries } from '../generic/series.js';
import { genericTransactions } from '../generic/transactions.js';

/** Written by tools/fixtures/parquet-transactions.mjs: row groups of five. */
const fixture = (name: string) => fileURLToPath(new URL(`../../test/fixtures/${name}.parquet`, import.meta.url));

const EXPECTED = Array.from({ length: 12 }, (_, n) => ({
  order_id: String(Math.floor(n / 3)),
  line_number: n,
  customer_id: n % 4 === 0 ? null : `Zoë ${n}`,
  product_id: `p${n % 7}`,
  product_name: '',
  category: null,
  quantity: (n % 5) - 1,
  unit_price: n / 4,
  currency: 'EUR',
  ordered_at: `2026-01-31T08:${30 + n}:00Z`,
  status: n % 5 === 0 ? 'returned' : 'sold',
  seller_id: null,
  country: null,
}));

describe('a Parquet file', () => {
  it.each(['none', 'snappy', 'zstd', 'gzip'])('of compression %s gives what a text file would', async (compression) => {
    const { rows, rejects } = await importedFrom(genericTransactions, [fixture(`transactions-${compression}`)]);
    expect([rows.transactions, rejects]).toEqual([EXPECTED, []]);
  });

  it('may be packed, and be one of several files', async () => {
    const packed = gzipSync(await readFile(fixture('transactions-snappy')));
    const { rows } = await imported(genericTransactions, [packed, await readFile(fixture('transactions-none'))]);
    expect(rows.transactions).toEqual([...EXPECTED, ...EXPECTED]);
  });

  it('takes a mapping, and refuses rows by number and column', async () => {
    const { rejects } = await imported(genericTransactions, [await readFile(fixture('transactions-none'))], {
      columns: { unit_price: 'product_id' },
      fixed: { product_id: 'x' },
    });
    expect(rejects).toHaveLength(12);
    expect(rejects[6]).toMatchObject({
      line: 8,
      column: 'unit_price',
      value: 'p6',
      raw: expect.stringContaining('"p6"'),
    });
  });

  it('has days and truth values as such', async () => {
    const { rows } = await importedFrom(genericSeries, [fixture('days')]);
    expect(rows.series.map(({ observed_on, regressors }) => [observed_on, regressors['promo']])).toEqual([
      ['2026-01-30', 0],
      ['2026-01-31', 1],
      ['2026-02-01', 0],
    ]);
  });

  it('must hold plain values', async () => {
    await expect(importedFrom(genericSeries, [fixture('lists')])).rejects.toThrow(
      "column 'promo' of the Parquet file must hold plain values",
    );
  });

  it.each([0, 4, 200, 900])(
    'cut after %d bytes is refused, and leaves nothing in the temporary folder',
    async (bytes) => {
      const before = await temporary();
      const whole = await readFile(fixture('transactions-none'));
      await expect(imported(genericTransactions, [whole.subarray(0, bytes)])).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
      });
      expect(await temporary()).toEqual(before);
    },
  );

  it('leaves nothing in the temporary folder where it is not read to its end', async () => {
    const before = await temporary();
    const bytes = createReadStream(fixture('transactions-none'));
    for await (const batch of genericTransactions.read([{ name: 'x', bytes }])) {
      expect(batch.accepted).toBeGreaterThan(0);
      break;
    }
    const none = imported(genericTransactions, [await readFile(fixture('transactions-none')), 'a,b\n']);
    await expect(none).rejects.toThrow('the header does not fit');
    expect(await temporary()).toEqual(before);
  });
});

const temporary = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('bellwether-parquet-'));
