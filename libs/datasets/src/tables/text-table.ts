import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { DomainError } from '@bellwether/errors';

/** Cells by column, as they stand in the file; null where there is none. */
export interface TextTable {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, readonly (string | null)[]>;
}

/** What people write for "nothing". */
const MISSING = new Set(['', 'NA', 'N/A', 'NaN', 'nan', 'NULL', 'null', 'None', '?']);

/** A table is worked on in memory. */
const MAX_BYTES = 2 ** 29;

/**
 * Reads comma-separated values with a header row, plain or gzipped.
 *
 * @throws INVALID_ARGUMENT when the file is too large, no CSV, or names a column twice.
 */
export async function readTextTable(bytes: AsyncIterable<Uint8Array>): Promise<TextTable> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) throw new DomainError('INVALID_ARGUMENT', `the table must be at most ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  const [header = [], ...records] = recordsOf(Buffer.concat(chunks));
  const names = header.map((name) => name.trim());
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  if (repeated !== undefined) throw new DomainError('INVALID_ARGUMENT', `the column '${repeated}' comes twice`);
  const columns = names.map((name, c) => {
    const cells = records.map((record) => {
      const cell = record[c]!.trim();
      return MISSING.has(cell) ? null : cell;
    });
    return [name, cells] as const;
  });
  return { rows: records.length, columns: new Map(columns) };
}

function recordsOf(file: Buffer): string[][] {
  try {
    const isGzip = file[0] === 0x1f && file[1] === 0x8b;
    const plain = isGzip ? gunzipSync(file, { maxOutputLength: MAX_BYTES }) : file;
    return parse(plain, { bom: true, skip_empty_lines: true });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new DomainError('INVALID_ARGUMENT', `the table cannot be read as CSV: ${why}`, { cause });
  }
}
