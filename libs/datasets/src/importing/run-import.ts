import type { Importer, ImportReject } from './importer.js';

/** Where rows and rejects go; each call is awaited, so a slow store slows the reading instead of filling the memory. */
export interface ImportSink<Row> {
  rows(rows: readonly Row[]): Promise<void> | void;
  rejects(rejects: readonly ImportReject[]): Promise<void> | void;
}

/** read = accepted + rejected. */
export interface ImportReport {
  readonly read: number;
  readonly accepted: number;
  readonly rejected: number;
  /** Rejects by the first column at fault; `(row)` where the row as a whole is. */
  readonly rejectsByColumn: Readonly<Record<string, number>>;
}

/** Reads a file through an importer into a sink, and counts. @throws what the importer or the sink throws. */
export async function runImport<Row>(
  importer: Importer<Row>,
  stream: AsyncIterable<Uint8Array>,
  sink: ImportSink<Row>,
): Promise<ImportReport> {
  let accepted = 0;
  let rejected = 0;
  const rejectsByColumn: Record<string, number> = {};
  for await (const { rows, rejects } of importer.read(stream)) {
    accepted += rows.length;
    rejected += rejects.length;
    for (const { column } of rejects) {
      const key = column ?? '(row)';
      rejectsByColumn[key] = (rejectsByColumn[key] ?? 0) + 1;
    }
    if (rows.length > 0) await sink.rows(rows);
    if (rejects.length > 0) await sink.rejects(rejects);
  }
  return { read: accepted + rejected, accepted, rejected, rejectsByColumn };
}
