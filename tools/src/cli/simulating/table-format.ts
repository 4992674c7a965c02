import { extname } from 'node:path';

export const TABLE_FORMATS = ['csv', 'csv.gz', 'parquet'] as const;
/** Also the ending of such a file's name. */
export type TableFormat = (typeof TABLE_FORMATS)[number];

/** The format that a file's name asks for: CSV where it asks for none. */
export function formatOf(path: string): TableFormat {
  if (path.endsWith('.gz')) return 'csv.gz';
  return extname(path) === '.parquet' ? 'parquet' : 'csv';
}
