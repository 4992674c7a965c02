/** A column of the file an importer reads. */
export interface ImportColumn {
  readonly name: string;
  readonly about: string;
  /** A file without it is refused. */
  readonly required: boolean;
}

/** A row that was not taken, and why; nothing is dropped without one. */
export interface ImportReject {
  /** Line of the file, the header being line 1. */
  readonly line: number;
  /** The first column at fault; null where the row as a whole is. */
  readonly column: string | null;
  /** What stood there. */
  readonly value: string | null;
  readonly reason: string;
  /** The line as it was read. */
  readonly raw: string;
}

/** What one step of reading gives: rows to store and rows refused, in the order of the file. */
export interface ImportBatch<Row> {
  readonly rows: readonly Row[];
  readonly rejects: readonly ImportReject[];
}

/** Reads one kind of file, plain or gzipped, a batch at a time: the file is never whole in memory. */
export interface Importer<Row> {
  readonly name: string;
  readonly description: string;
  readonly columns: readonly ImportColumn[];
  /**
   * @param stream the bytes of the file.
   * @yields batches of at most 5,000 rows and rejects together.
   * @throws INVALID_ARGUMENT when the header lacks a required column, has an unknown or a repeated one, or when the file
   *   is no text or a broken gzip. Batches before a break have been given: the caller replaces a source as a whole.
   */
  read(stream: AsyncIterable<Uint8Array>): AsyncGenerator<ImportBatch<Row>, void, undefined>;
}
