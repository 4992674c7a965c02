import type { SimulateHotelRequest } from '@bellwether/contracts';
import { HOTEL_COLUMNS, simulateHotel } from '@bellwether/datasets';
import type { Session } from '../session.js';
import { plural } from '../terminal/format.js';
import { showing, type Progress } from '../terminal/progress.js';
import type { TableFormat } from './table-format.js';
import { writeFolder } from './table-folder.js';

export interface WrittenWorld {
  readonly folder: string;
  /** Rows by table; the file of a table is `<table>.<format>`. */
  readonly tables: Readonly<Record<string, number>>;
}

/** Writes every table of the simulated hotel as a file. */
export function writeWorld(
  { report }: Session,
  { as_of, ...options }: SimulateHotelRequest,
  folder: string,
  format: TableFormat,
): Promise<WrittenWorld> {
  return showing(report.progress, `Simulating the hotel up to ${as_of}`, async (progress) => {
    const world = simulateHotel({ ...options, asOf: as_of });
    const entries = Object.entries(world) as [string, readonly object[]][];
    const tables = await writeFolder({ path: folder, format, columns: HOTEL_COLUMNS }, batchesOf(entries, progress));
    return { value: { folder, tables }, outcome: plural(world.bookings.length, 'booking') };
  });
}

function* batchesOf(entries: readonly (readonly [string, readonly object[]])[], progress: Progress) {
  for (const [i, [table, rows]] of entries.entries()) {
    progress.update(i / entries.length, `writing ${table}`);
    yield { table, rows };
  }
}
