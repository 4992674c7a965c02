import type { ImportedTable } from '../imported-tables.js';
import type { Importer, ImportReject } from './importer.js';
import type { ImportMapping } from './mapping.js';
import type { ImportFile } from './opened-file.js';

/** Where rows and rejects go; each call is awaited, so a slow store slows the reading instead of filling the memory. */
export interface ImportSink {
  rows(table: ImportedTable, rows: readonly object[]): Promise<void> | void;
  rejects(rejects: readonly ImportReject[], file: string): Promise<void> | void;
}

/** read = accepted + rejected, rows of the files. */
export interface ImportReport {
  readonly read: number;
  readonly accepted: number;
  readonly rejected: number;
  /** Rejects by the first column at fault; `(row)` where the row as a whole is. */
  readonly rejectsByColumn: Readonly<Record<string, number>>;
}

/** Reads files through an importer into a sink, and counts. @throws what the importer or the sink throws. */
export async function runImport(
  importer: Importer,
  files: readonly ImportFile[],
  sink: ImportSink,
  mapping?: ImportMapping,
): Promise<ImportReport> {
  let accepted = 0;
  let rejected = 0;
  const rejectsByColumn: Record<string, number> = {};
  for await (const batch of importer.read(files, mapping)) {
    accepted += batch.accepted;
    rejected += batch.rejects.length;
    for (const { column } of batch.rejects) {
      const key = column ?? '(row)';
      rejectsByColumn[key] = (rejectsByColumn[key] ?? 0) + 1;
    }
    for (const [table, rows] of Object.entries(batch.rows)) await sink.rows(table as ImportedTable, rows);
    if (batch.rejects.length > 0) await sink.rejects(batch.rejects, batch.file);
  }
  return { read: accepted + rejected, accepted, rejected, rejectsByColumn };
}
