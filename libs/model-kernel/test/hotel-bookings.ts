import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const FILE = join(
  process.env['BELLWETHER_DATA'] ?? join(ROOT, '../shared/data'),
  'hotel-bookings/hotel_bookings.csv.gz',
);

/**
 * Columns of the public hotel bookings by name, as text.
 *
 * @returns undefined, with a line that says so, where the file is absent; its absence fails a run of CI.
 */
export function readHotelBookings(): ReadonlyMap<string, readonly string[]> | undefined {
  if (!existsSync(FILE)) {
    if (process.env['CI'] === 'true')
      throw new Error(`${FILE} is absent; BELLWETHER_DATA names the folder of the data`);
    process.stderr.write(`skipped: ${FILE} is absent; BELLWETHER_DATA names the folder of the data\n`);
    return undefined;
  }
  const [header, ...lines] = gunzipSync(readFileSync(FILE)).toString('utf8').trimEnd().split('\n');
  const rows = lines.map((line) => line.trimEnd().split(','));
  return new Map(
    header!
      .trimEnd()
      .split(',')
      .map((name, column) => [name, rows.map((row) => row[column]!)]),
  );
}
