import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { PurchaseRow } from '../src/index.js';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const FOLDER = join(process.env['BELLWETHER_DATA'] ?? join(ROOT, '../shared/data'), 'cdnow');

/** Days since 1970-01-01 of an ISO date. */
export const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;

/**
 * Purchases of the 2,357 CDNOW customers, and Fader & Hardie's summary of them as of 1997-09-30: x, t_x and T in weeks, z̄ in USD.
 *
 * @returns undefined, with a line that says so, where the files are absent; their absence fails a run of CI.
 */
export function readCdnow(): { readonly purchases: PurchaseRow[]; readonly summary: number[][] } | undefined {
  if (!existsSync(FOLDER)) {
    if (process.env['CI'] === 'true')
      throw new Error(`${FOLDER} is absent; BELLWETHER_DATA names the folder of the data`);
    process.stderr.write(`skipped: ${FOLDER} is absent; BELLWETHER_DATA names the folder of the data\n`);
    return undefined;
  }
  const lines = (name: string): string[] =>
    gunzipSync(readFileSync(join(FOLDER, name)))
      .toString('utf8')
      .trim()
      .split(/\r?\n/);
  const purchases = lines('CDNOW_sample.txt.gz').map((line) => {
    const [, customer, date, , value] = line.trim().split(/\s+/);
    const day = dayOf(`${date!.slice(0, 4)}-${date!.slice(4, 6)}-${date!.slice(6)}`);
    return { customer: customer!, day, value: Number(value) };
  });
  const rows = lines('cdnow_customers_summary_with_transactions.csv.gz').slice(1);
  return { purchases, summary: rows.map((line) => line.split(',').map(Number)) };
}
