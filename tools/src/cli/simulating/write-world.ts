import type { SimulateHotelRequest } from '@bellwether/contracts';
import { HOTEL_COLUMNS, simulateWholeHotel, type WholeHotel } from '@bellwether/datasets';
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
  { as_of, detail_days, ...options }: SimulateHotelRequest,
  folder: string,
  format: TableFormat,
): Promise<WrittenWorld> {
  return showing(report.progress, `Simulating the hotel up to ${as_of}`, async (progress) => {
    const hotel = simulateWholeHotel({ ...options, asOf: as_of });
    const tables = await writeFolder(
      { path: folder, format, columns: HOTEL_COLUMNS },
      batchesOf(hotel, detail_days, progress),
    );
    return { value: { folder, tables }, outcome: plural(hotel.tables.bookings.length, 'booking') };
  });
}

/** Of the time, about what the settled tables take; the days take the rest. */
const TABLES_SHARE = 0.3;

function* batchesOf({ tables, days }: WholeHotel, detailDays: number, progress: Progress) {
  const entries = Object.entries(tables) as [string, readonly object[]][];
  for (const [i, [table, rows]] of entries.entries()) {
    progress.update((TABLES_SHARE * i) / entries.length, `writing ${table}`);
    yield { table, rows };
  }
  progress.update(TABLES_SHARE, 'writing the days');
  yield* days(detailDays);
}
