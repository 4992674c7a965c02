import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const FOLDER = join(process.env['BELLWETHER_DATA'] ?? join(ROOT, '../shared/data'), 'cdnow');
const FILE = 'cdnow_customers_summary_with_transactions.csv.gz';

/** The 2,357 CDNOW customers of Fader & Hardie, in weeks up to 1997-09-30, and the mean value of their repeat purchases in USD. */
export interface CdnowSummary {
  readonly frequency: number[];
  readonly recency: number[];
  readonly age: number[];
  readonly meanValue: number[];
}

/** @returns undefined, with a line that says so, where the file is absent; its absence fails a run of CI. */
export function readCdnowSummary(): CdnowSummary | undefined {
  const file = join(FOLDER, FILE);
  if (!existsSync(file)) {
    if (process.env['CI'] === 'true')
      throw new Error(`${file} is absent; BELLWETHER_DATA names the folder of the data`);
    process.stderr.write(`skipped: ${file} is absent; BELLWETHER_DATA names the folder of the data\n`);
    return undefined;
  }
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split(/\r?\n/);
  const rows = lines.slice(1).map((line) => line.split(',').map(Number));
  const column = (index: number): number[] => rows.map((row) => row[index]!);
  return { frequency: column(1), recency: column(2), age: column(3), meanValue: column(4) };
}
