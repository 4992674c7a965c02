import { CellRefused, missing, number } from './cells.js';
import { dateFormat } from './date-format.js';
import type { FileKind, TableColumn } from './file-kind.js';
import type { FileRecord } from './file-record.js';
import type { Positions } from './header.js';
import type { ImportMapping } from './mapping.js';

/** The values of a row, or why it has none. */
export type RowRead<Cells> =
  | { readonly cells: Cells; readonly others: Readonly<Record<string, number>> }
  | { readonly column: string | null; readonly value: string | null; readonly reason: string };

const NO_OTHERS: Readonly<Record<string, number>> = {};

interface Source {
  readonly name: string;
  readonly column: TableColumn<unknown>;
  /** In the row; where it has none, what every row has. */
  readonly position?: number;
  readonly fixed?: string;
}

/** A function that reads the rows of one file. @throws INVALID_ARGUMENT for a mapping's format of dates. */
export function rowReader<Cells>(
  kind: FileKind<Cells>,
  { columns, others, width }: Positions,
  mapping: ImportMapping = {},
): (record: FileRecord) => RowRead<Cells> {
  const sources = sourcesOf(kind, columns, mapping);
  const toIso = mapping.date_format === undefined ? undefined : dateFormat(mapping.date_format);
  const wholeRow = (reason: string) => ({ column: null, value: null, reason });
  return ({ raw, cells: texts, malformed }) => {
    if (malformed !== undefined) return wholeRow(malformed);
    if (texts.length !== width) return wholeRow(`must have ${width} cells, has ${texts.length}`);
    if (raw.includes('\uFFFD')) return wholeRow('must be UTF-8');
    const cells: Record<string, unknown> = {};
    // What is being read, for the refusal: two variables, since an object a cell would cost more than reading it.
    let at = '';
    let read = '';
    try {
      for (const { name, column, position, fixed } of sources) {
        const value = position === undefined ? fixed : texts[position]!.trim();
        if (value === undefined) {
          cells[name] = column.absent;
          continue;
        }
        at = name;
        read = value;
        cells[name] = column.read(column.isTime && position !== undefined ? isoText(value, toIso, mapping) : value);
      }
      const numbers =
        others.size === 0
          ? NO_OTHERS
          : numbersOf(texts, others, (name, value) => {
              at = name;
              read = value;
            });
      // Every column of the table has its reader, so all of Cells is there.
      return { cells: cells as Cells, others: numbers };
    } catch (error) {
      if (error instanceof CellRefused) return { column: at, value: read, reason: error.message };
      throw error;
    }
  };
}

function sourcesOf<Cells>(
  { columns }: FileKind<Cells>,
  positions: ReadonlyMap<string, number>,
  { fixed = {} }: ImportMapping,
): Source[] {
  return Object.entries<TableColumn<unknown>>(columns as Readonly<Record<string, TableColumn<unknown>>>).map(
    ([name, column]) => {
      const position = positions.get(name);
      if (position !== undefined) return { name, column, position };
      return Object.hasOwn(fixed, name) ? { name, column, fixed: fixed[name]! } : { name, column };
    },
  );
}

function isoText(value: string, toIso: ((text: string) => string | null) | undefined, mapping: ImportMapping): string {
  if (toIso === undefined || missing(value)) return value;
  const iso = toIso(value);
  if (iso === null) throw new CellRefused(`must be a time of the format ${mapping.date_format}`);
  return iso;
}

/** What is missing is left out. */
function numbersOf(
  texts: readonly string[],
  positions: ReadonlyMap<string, number>,
  reading: (name: string, value: string) => void,
): Record<string, number> {
  const numbers: Record<string, number> = {};
  for (const [name, position] of positions) {
    const value = texts[position]!.trim();
    reading(name, value);
    if (!missing(value)) numbers[name] = number(value);
  }
  return numbers;
}
