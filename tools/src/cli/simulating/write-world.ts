import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { SimulateHotelRequest } from '@bellwether/contracts';
import { simulateHotel } from '@bellwether/datasets';
import type { Session } from '../session.js';
import { plural } from '../terminal/format.js';
import { showing } from '../terminal/progress.js';
import { csvLines } from './csv-lines.js';

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
    await mkdir(folder, { recursive: true });
    const tables: Record<string, number> = {};
    const entries = Object.entries(world) as [string, readonly object[]][];
    for (const [i, [table, rows]] of entries.entries()) {
      progress.update(i / entries.length, `writing ${table}`);
      await pipeline(Readable.from(csvLines(rows)), createWriteStream(join(folder, `${table}.csv`)));
      tables[table] = rows.length;
    }
    return { value: { folder, tables }, outcome: plural(world.bookings.length, 'booking') };
  });
}
