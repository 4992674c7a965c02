import { DomainError } from '@bellwether/errors';
import { csvRecord } from './csv-records.js';
import { decompressed } from './decompressed.js';
import type { FileRecord } from './file-record.js';
import { linesOf, type Lines } from './lines.js';
import { openParquet } from './parquet-records.js';
import { hasQuotes, splitLine, type Separator } from './separator.js';
import { textRecords } from './text-records.js';

const BATCH_LINES = 5_000;
const PARQUET_MAGIC = 'PAR1';

/** A file to read, plain, gzipped or Parquet. */
export interface ImportFile {
  /** What a person calls it, for messages. */
  readonly name: string;
  /** Its bytes; read once. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** A file whose first row is known. */
export interface OpenedFile {
  readonly name: string;
  /** The first row, cut by a separator. @throws INVALID_ARGUMENT where it is malformed. */
  firstCells(separator: Separator): readonly string[];
  /**
   * Its rows, once.
   *
   * @param fromFirst whether the first row is one, rather than the names of columns.
   * @param width cells of a row.
   */
  records(separator: Separator, fromFirst: boolean, width: number): AsyncGenerator<FileRecord[], void, undefined>;
  close(): Promise<void>;
}

/** @throws INVALID_ARGUMENT when the file is empty, no text and no Parquet, or a broken gzip. */
export async function openFile({ name, bytes }: ImportFile): Promise<OpenedFile> {
  const chunks = decompressed(bytes);
  const first = await chunks.next();
  const head = first.done === true ? new Uint8Array(0) : first.value;
  const whole = continued(head, chunks);
  return Buffer.from(head.subarray(0, 4)).toString('latin1') === PARQUET_MAGIC
    ? openedParquet(name, whole)
    : openedText(name, whole);
}

async function* continued(head: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head;
  yield* rest;
}

async function openedParquet(name: string, bytes: AsyncIterable<Uint8Array>): Promise<OpenedFile> {
  const { columns, records, close } = await openParquet(bytes);
  return {
    name,
    firstCells: () => columns,
    records: () => records,
    close,
  };
}

async function openedText(name: string, bytes: AsyncIterable<Uint8Array>): Promise<OpenedFile> {
  const batches = linesOf(bytes, BATCH_LINES);
  const waiting: Lines[] = [];
  let first: string | undefined;
  let skipped = 0;
  while (first === undefined) {
    const next = await batches.next();
    if (next.done === true) throw new DomainError('INVALID_ARGUMENT', 'the file must have a header line, it is empty');
    skipped = next.value.texts.findIndex((text) => text !== '');
    if (skipped < 0) continue;
    first = next.value.texts[skipped]!;
    waiting.push(next.value);
  }
  const line = first;
  const [batch] = waiting as [Lines];
  const from = (start: number): Lines => ({ first: batch.first + start, texts: batch.texts.slice(start) });
  return {
    name,
    firstCells: (separator) => firstCells(line, separator),
    records: (separator, fromFirst, width) =>
      textRecords(linesAfter(from(fromFirst ? skipped : skipped + 1), batches), separator, width),
    close: async () => void (await batches.return()),
  };
}

async function* linesAfter(first: Lines, rest: AsyncGenerator<Lines, void, undefined>): AsyncGenerator<Lines> {
  yield first;
  yield* rest;
}

function firstCells(line: string, separator: Separator): readonly string[] {
  if (!hasQuotes(separator)) return splitLine(line, separator);
  const record = csvRecord(line, separator);
  if ('malformed' in record) throw new DomainError('INVALID_ARGUMENT', `the header is malformed: ${record.malformed}`);
  return record;
}
