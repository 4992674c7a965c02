import type { Columns } from '@bellwether/datasets';
import { CsvFile } from './csv-file.js';
import { ParquetFile } from './parquet-file.js';
import type { TableFormat } from './table-format.js';

/** A file of one table that is written batch by batch, and is there under its name only when it is whole. */
export interface TableFile {
  /** Resolves when the next batch may come. */
  write(rows: readonly object[]): Promise<void>;
  finish(): Promise<void>;
  /** Leaves nothing behind. */
  abandon(): Promise<void>;
}

const CREATE: Record<TableFormat, (path: string, columns: Columns) => Promise<TableFile>> = {
  csv: (path) => CsvFile.create(path),
  'csv.gz': (path) => CsvFile.create(path, { gzip: true }),
  parquet: (path, columns) => ParquetFile.create(path, columns),
};

export function createTableFile(format: TableFormat, path: string, columns: Columns): Promise<TableFile> {
  return CREATE[format](path, columns);
}
