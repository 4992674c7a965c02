import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DomainError } from '@bellwether/errors';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { FileRecord } from './file-record.js';

/** Rows given at a time. */
const BATCH_ROWS = 5_000;
/** A group of rows is decoded as a whole, and must fit into memory. */
const MOST_GROUP_ROWS = 2_000_000;

export interface ParquetTable {
  readonly columns: readonly string[];
  /** Can be read once. */
  readonly records: AsyncGenerator<FileRecord[], void, undefined>;
  /** Takes the temporary file away, read or not. */
  close(): Promise<void>;
}

/**
 * A Parquet file as the records of a text file would be: its values written as importers read them. A file's index is at
 * its end, so the bytes go to a temporary file first, until it is closed.
 *
 * @throws INVALID_ARGUMENT when it is broken, or a column holds other than plain values.
 */
export async function openParquet(bytes: AsyncIterable<Uint8Array>): Promise<ParquetTable> {
  const folder = await mkdtemp(join(tmpdir(), 'bellwether-parquet-'));
  try {
    const path = join(folder, 'file.parquet');
    await pipeline(Readable.from(bytes), createWriteStream(path));
    const file = await asyncBufferFromFile(path);
    const metadata = await parquetMetadataAsync(file);
    const columns = parquetSchema(metadata).children.map(({ element }) => element.name);
    const read = (rowStart: number, rowEnd: number) =>
      parquetReadObjects({ file, metadata, compressors, rowStart, rowEnd });
    const groups = metadata.row_groups.map(({ num_rows }) => Number(num_rows));
    return {
      columns,
      records: records(columns, groups, read),
      close: () => rm(folder, { recursive: true, force: true }),
    };
  } catch (cause) {
    await rm(folder, { recursive: true, force: true });
    throw broken(cause);
  }
}

type ReadRows = (from: number, to: number) => Promise<Record<string, unknown>[]>;

async function* records(
  columns: readonly string[],
  groups: readonly number[],
  read: ReadRows,
): AsyncGenerator<FileRecord[], void, undefined> {
  const recordOf = (row: Record<string, unknown>, ordinal: number): FileRecord => {
    const cells = columns.map((name) => cellText(name, row[name]));
    return { line: ordinal + 1, raw: JSON.stringify(cells), cells };
  };
  let done = 0;
  for (const size of groups) {
    const rows = await readGroup(read, done, size);
    for (let from = 0; from < size; from += BATCH_ROWS) {
      yield rows.slice(from, from + BATCH_ROWS).map((row, i) => recordOf(row, done + from + i + 1));
    }
    done += size;
  }
}

async function readGroup(read: ReadRows, from: number, size: number): Promise<Record<string, unknown>[]> {
  if (size > MOST_GROUP_ROWS) {
    const message = `a row group of a Parquet file must have at most ${MOST_GROUP_ROWS} rows, got ${size}`;
    throw new DomainError('RESOURCE_EXHAUSTED', message);
  }
  try {
    return await read(from, from + size);
  } catch (cause) {
    throw broken(cause);
  }
}

/** A value as a text file would have it. @throws INVALID_ARGUMENT for lists and structures. */
function cellText(column: string, value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
    default:
      if (value === null || value === undefined) return '';
      if (value instanceof Date) return instantText(value);
      throw new DomainError('INVALID_ARGUMENT', `column '${column}' of the Parquet file must hold plain values`);
  }
}

/** Without milliseconds that are none, and without a time of day at midnight: a column of days has none. */
function instantText(instant: Date): string {
  const text = instant.toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.replace('.000Z', 'Z');
}

function broken(cause: unknown): DomainError {
  if (cause instanceof DomainError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  return new DomainError('INVALID_ARGUMENT', `the Parquet file is broken: ${message}`, { cause });
}
