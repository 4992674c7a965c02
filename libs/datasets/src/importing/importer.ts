import type { ImportedRows, ImportedTable } from '../imported-tables.js';
import type { ImportMapping } from './mapping.js';
import type { ImportFile } from './opened-file.js';
import type { Separator } from './separator.js';

/** A column of the file an importer reads. */
export interface ImportColumn {
  readonly name: string;
  readonly about: string;
  /** A file without it is refused. */
  readonly required: boolean;
}

/** A kind of file that an importer takes. */
export interface ImportFileKind {
  readonly name: string;
  readonly about: string;
  /** An import without one is refused. */
  readonly required: boolean;
  readonly separator: Separator;
  /** Whether its first row names the columns. */
  readonly hasHeader: boolean;
  readonly columns: readonly ImportColumn[];
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

/** What one step of reading gives: rows to store, by table, and rows refused, in the order of the file. */
export interface ImportBatch {
  /** Name of the file. */
  readonly file: string;
  /** Rows of the file that were taken. One may give rows of several tables, or be kept for the rows of another file. */
  readonly accepted: number;
  readonly rows: { readonly [Table in ImportedTable]?: readonly ImportedRows[Table][] };
  readonly rejects: readonly ImportReject[];
}

/** Reads files of one origin, plain, gzipped or Parquet, a batch at a time: no file is ever whole in memory. */
export interface Importer {
  readonly name: string;
  readonly description: string;
  /** The tables that it fills, those that readers start from last. */
  readonly tables: readonly ImportedTable[];
  readonly files: readonly ImportFileKind[];
  /**
   * @param files recognised by their first row; several may be of one kind.
   * @yields batches of at most 5,000 rows of a file.
   * @throws INVALID_ARGUMENT when a file is of no kind that the importer takes, its header lacks a required column, has an
   *   unknown or a repeated one, when it is no text or a broken gzip, when a file that must be there is not, or when the
   *   mapping speaks of columns that there are not. Batches before a break have been given: the caller replaces a source
   *   as a whole.
   */
  read(files: readonly ImportFile[], mapping?: ImportMapping): AsyncGenerator<ImportBatch, void, undefined>;
}
