import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Columns } from '@bellwether/datasets';
import { createTableFile, type TableFile } from './table-file.js';
import type { TableFormat } from './table-format.js';

/** Tables as files of one folder, `<table>.<format>` each, written as their rows come; all of them or none. */
class TableFolder {
  private readonly files = new Map<string, TableFile>();
  private readonly counts: Record<string, number> = {};

  private constructor(private readonly wanted: FolderOptions) {}

  static async create(wanted: FolderOptions): Promise<TableFolder> {
    await mkdir(wanted.path, { recursive: true });
    return new TableFolder(wanted);
  }

  async write(table: string, rows: readonly object[]): Promise<void> {
    let file = this.files.get(table);
    if (file === undefined) {
      const { path, format, columns } = this.wanted;
      file = await createTableFile(format, join(path, `${table}.${format}`), columns[table] as Columns);
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

export interface FolderOptions {
  readonly path: string;
  readonly format: TableFormat;
  /** Of every table that there are rows of. */
  readonly columns: Readonly<Record<string, Columns>>;
}

/** Writes tables whose rows come in batches. @returns how many rows each has; nothing is left of a failure. */
export async function writeFolder(
  wanted: FolderOptions,
  batches: Iterable<{ readonly table: string; readonly rows: readonly object[] }>,
): Promise<Readonly<Record<string, number>>> {
  const folder = await TableFolder.create(wanted);
  try {
    for (const { table, rows } of batches) await folder.write(table, rows);
    return await folder.finish();
  } catch (error) {
    await folder.abandon();
    throw error;
  }
}
