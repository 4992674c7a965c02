import { DomainError } from '@bellwether/errors';
import { CellRefused, type CellReader } from './cells.js';
import { csvRecords, type CsvRecord } from './csv-records.js';
import { decompressed } from './decompressed.js';
import { columnPositions } from './header.js';
import type { ImportBatch, ImportColumn, Importer, ImportReject } from './importer.js';
import { linesOf } from './lines.js';

const BATCH_LINES = 5_000;

/** A column and how its cells read. */
export interface TableColumn<T> {
  readonly about: string;
  readonly read: CellReader<T>;
  /** What a file without the column gives in every row; a column without it is required. */
  readonly absent?: T;
}

/** The columns of a table by name. */
export type TableColumns<Cells> = { readonly [Name in keyof Cells]: TableColumn<Cells[Name]> };

/** Why a row whose cells are all right is refused as a whole, or the row. */
export type RowOrRefusal<Row> = { readonly row: Row } | { readonly column: string; readonly reason: string };

interface TableFormat<Cells, Row> {
  readonly name: string;
  readonly description: string;
  readonly columns: TableColumns<Cells>;
  /** @param ordinal the row's number in the file, from 1, refused rows counted: the same in every import of the file. */
  readonly toRow: (cells: Cells, ordinal: number) => RowOrRefusal<Row>;
}

/** The importer of a table of comma-separated values with a header. Blank lines are no rows. */
export function tableImporter<Cells extends object, Row>(format: TableFormat<Cells, Row>): Importer<Row> {
  const entries = Object.entries(format.columns) as [string, TableColumn<unknown>][];
  const columns: ImportColumn[] = entries.map(([name, column]) => ({
    name,
    about: column.about,
    required: !('absent' in column),
  }));

  async function* read(stream: AsyncIterable<Uint8Array>): AsyncGenerator<ImportBatch<Row>, void, undefined> {
    let readRow: RowReader<Cells> | undefined;
    let ordinal = 0;
    for await (const { first, texts } of linesOf(decompressed(stream), BATCH_LINES)) {
      const records = csvRecords(texts);
      const rows: Row[] = [];
      const rejects: ImportReject[] = [];
      for (let i = 0; i < texts.length; i++) {
        if (texts[i] === '') continue;
        if (readRow === undefined) {
          readRow = rowReader<Cells>(entries, headerPositions(records[i]!, columns));
          continue;
        }
        ordinal += 1;
        const cells = readRow(records[i]!, texts[i]!);
        const answer = 'cells' in cells ? format.toRow(cells.cells, ordinal) : cells;
        if ('row' in answer) rows.push(answer.row);
        else rejects.push({ value: null, ...answer, line: first + i, raw: texts[i]! });
      }
      if (rows.length + rejects.length > 0) yield { rows, rejects };
    }
    if (readRow === undefined)
      throw new DomainError('INVALID_ARGUMENT', 'the file must have a header line, it is empty');
  }

  return { name: format.name, description: format.description, columns, read };
}

function headerPositions(header: CsvRecord, columns: readonly ImportColumn[]): Map<string, number> {
  if ('malformed' in header) throw new DomainError('INVALID_ARGUMENT', `the header is malformed: ${header.malformed}`);
  return columnPositions(header, columns);
}

interface CellsRefused {
  readonly column: string | null;
  readonly value: string | null;
  readonly reason: string;
}
type RowReader<Cells> = (record: CsvRecord, raw: string) => { readonly cells: Cells } | CellsRefused;

function rowReader<Cells>(
  columns: readonly [string, TableColumn<unknown>][],
  positions: ReadonlyMap<string, number>,
): RowReader<Cells> {
  const wholeRow = (reason: string): CellsRefused => ({ column: null, value: null, reason });
  return (record, raw) => {
    if ('malformed' in record) return wholeRow(record.malformed);
    if (record.length !== positions.size) return wholeRow(`must have ${positions.size} cells, has ${record.length}`);
    if (raw.includes('\uFFFD')) return wholeRow('must be UTF-8');
    const cells: Record<string, unknown> = {};
    for (const [name, column] of columns) {
      const position = positions.get(name);
      if (position === undefined) {
        cells[name] = column.absent;
        continue;
      }
      const value = record[position]!.trim();
      try {
        cells[name] = column.read(value);
      } catch (error) {
        if (error instanceof CellRefused) return { column: name, value, reason: error.message };
        throw error;
      }
    }
    // Every column of the table has its reader, so all of Cells is there.
    return { cells: cells as Cells };
  };
}
