import type { SimulateHotelRequest } from '@bellwether/contracts';
import { simulateHotel } from '@bellwether/datasets';
import type { Session } from '../session.js';
import { plural } from '../terminal/format.js';
import { showing, type Progress } from '../terminal/progress.js';
import { writeFolder } from './csv-folder.js';

export interface WrittenWorld {
  readonly folder: string;
  /** Rows by table; the file of a table is `<table>.csv`. */
  readonly tables: Readonly<Record<string, number>>;
}

/** Writes every table of the simulated hotel as a CSV file. */
export function writeWorld(
  { report }: Session,
  { as_of, ...options }: SimulateHotelRequest,
  folder: string,
): Promise<WrittenWorld> {
  return showing(report.progress, `Simulating the hotel up to ${as_of}`, async (progress) => {
    const world = simulateHotel({ ...options, asOf: as_of });
    const entries = Object.entries(world) as [string, readonly object[]][];
    const tables = await writeFolder(folder, batchesOf(entries, progress));
    return { value: { folder, tables }, outcome: plural(world.bookings.length, 'booking') };
  });
}

function* batchesOf(entries: readonly (readonly [string, readonly object[]])[], progress: Progress) {
  for (const [i, [table, rows]] of entries.entries()) {
    progress.update(i / entries.length, `writing ${table}`);
    yield { table, rows };
  }
}
