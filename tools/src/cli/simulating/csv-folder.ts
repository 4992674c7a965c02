import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CsvFile } from './csv-file.js';

/** Tables as CSV files of one folder, `<table>.csv` each, written as their rows come; all of them or none. */
class CsvFolder {
  private readonly files = new Map<string, CsvFile>();
  private readonly counts: Record<string, number> = {};

  private constructor(readonly path: string) {}

  static async create(path: string): Promise<CsvFolder> {
    await mkdir(path, { recursive: true });
    return new CsvFolder(path);
  }

  async write(table: string, rows: readonly object[]): Promise<void> {
    let file = this.files.get(table);
    if (file === undefined) {
      file = await CsvFile.create(join(this.path, `${table}.csv`));
      this.files.set(table, file);
    }
    await file.write(rows);
    this.counts[table] = (this.counts[table] ?? 0) + rows.length;
  }

  /** @returns how many rows each table has. */
  async finish(): Promise<Readonly<Record<string, number>>> {
    for (const file of this.files.values()) await file.finish();
    return this.counts;
  }

  async abandon(): Promise<void> {
    await Promise.all([...this.files.values()].map((file) => file.abandon()));
  }
}

/** Writes tables whose rows come in batches. @returns how many rows each has; nothing is left of a failure. */
export async function writeFolder(
  path: string,
  batches: Iterable<{ readonly table: string; readonly rows: readonly object[] }>,
): Promise<Readonly<Record<string, number>>> {
  const folder = await CsvFolder.create(path);
  try {
    for (const { table, rows } of batches) await folder.write(table, rows);
    return await folder.finish();
  } catch (error) {
    await folder.abandon();
    throw error;
  }
}
