import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const FOLDER = join(process.env['BELLWETHER_DATA'] ?? join(ROOT, '../shared/data'), 'prophet-examples');

/**
 * A series that comes with Prophet, `example_<name>.csv`: days since 1970-01-01 and values, in the order of the file.
 *
 * @returns undefined, with a line that says so, where the file is absent; its absence fails a run of CI.
 */
export function readProphetExample(name: string): { days: number[]; y: number[] } | undefined {
  const file = join(FOLDER, `example_${name}.csv.gz`);
  if (!existsSync(file)) {
    if (process.env['CI'] === 'true')
      throw new Error(`${file} is absent; BELLWETHER_DATA names the folder of the data`);
    process.stderr.write(`skipped: ${file} is absent; BELLWETHER_DATA names the folder of the data\n`);
    return undefined;
  }
  const lines = gunzipSync(readFileSync(file)).toString('utf8').replaceAll('"', '').trimEnd().split(/\r?\n/).slice(1);
  const rows = lines.map((line) => line.split(','));
  return { days: rows.map(([day]) => dayOf(day!)), y: rows.map(([, y]) => (y === '' ? NaN : Number(y))) };
}

/** Days from 1970-01-01 to an ISO date. */
export function dayOf(date: string): number {
  return Date.parse(`${date.slice(0, 10)}T00:00:00Z`) / 86_400_000;
}
