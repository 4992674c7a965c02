import { DomainError } from '@bellwether/errors';
import type { ImportedRows, ImportedTable } from '../imported-tables.js';
import type { FileKind, Refusal } from './file-kind.js';
import type { FileRecord } from './file-record.js';
import { columnPositions, isRequired, positionsInOrder, type Positions } from './header.js';
import type { ImportBatch, Importer, ImportFileKind, ImportReject } from './importer.js';
import { requireKnownColumns, requireNoRegressors, type ImportMapping } from './mapping.js';
import { openFile, type ImportFile, type OpenedFile } from './opened-file.js';
import { recognise, separatorOf } from './recognise.js';
import { rowReader } from './row-reader.js';

/** Adds a row to a table. */
export type Put = <Table extends ImportedTable>(table: Table, row: ImportedRows[Table]) => void;

/** What is known of a row beside its cells. */
export interface RowPlace<Memory> {
  /** The row's number over the files of its kind, from 1, refused rows counted: the same in every import of these. */
  readonly ordinal: number;
  /** Columns beside those of the kind, where it reads them. */
  readonly others: Readonly<Record<string, number>>;
  /** What rows of earlier steps left for later ones. */
  readonly memory: Memory;
}

/** How an importer reads one kind of file. */
export interface ImportStep<Cells, Memory> {
  readonly file: FileKind<Cells>;
  /** Whether an import may be without it. */
  readonly optional?: true;
  /** Makes rows of a row, or refuses it. */
  take(cells: Cells, put: Put, place: RowPlace<Memory>): Refusal | undefined;
}

/** A step whose cells are its own affair. */
export type AnyStep<Memory> = ImportStep<never, Memory>;

/** For the compiler: a step of any cells. */
export const importStep = <Cells extends object, Memory>(step: ImportStep<Cells, Memory>): AnyStep<Memory> =>
  step as unknown as AnyStep<Memory>;

interface ImporterParts<Memory> {
  readonly name: string;
  readonly description: string;
  readonly tables: readonly ImportedTable[];
  /** A new one for each import. */
  readonly memory: () => Memory;
  /** In the order in which their files are read, whatever the order in which they are given. */
  readonly steps: readonly AnyStep<Memory>[];
  /** Files of several kinds tell of the same rows: an import takes one kind. */
  readonly alternatives?: true;
  /** Rows that are known when all files have been read. */
  readonly end?: (memory: Memory, put: Put) => void;
}

export function makeImporter<Memory>(parts: ImporterParts<Memory>): Importer {
  const { name, description, tables, steps } = parts;
  return {
    name,
    description,
    tables,
    files: steps.map(described),
    read: (files, mapping) => read(parts, files, mapping),
  };
}

/** An importer of one kind of file. */
export function fileImporter<Cells extends object>(
  parts: Pick<ImporterParts<null>, 'name' | 'description' | 'tables'> & ImportStep<Cells, null>,
): Importer {
  const { name, description, tables, file, take } = parts;
  return makeImporter({ name, description, tables, memory: () => null, steps: [importStep({ file, take })] });
}

function described<Memory>({ file, optional }: AnyStep<Memory>): ImportFileKind {
  const columns = Object.entries<{ readonly about: string }>(file.columns);
  return {
    name: file.name,
    about: file.about,
    required: optional !== true,
    separator: separatorOf(file),
    hasHeader: file.headless !== true,
    columns: columns.map(([name, { about }]) => ({ name, about, required: isRequired(file, name) })),
  };
}

async function* read<Memory>(
  { steps, memory: newMemory, alternatives, end }: ImporterParts<Memory>,
  files: readonly ImportFile[],
  mapping?: ImportMapping,
): AsyncGenerator<ImportBatch, void, undefined> {
  if (mapping) {
    requireKnownColumns(mapping, new Set(steps.flatMap(({ file }) => Object.keys(file.columns))));
    if (steps.every(({ file }) => file.others !== 'numbers')) requireNoRegressors(mapping);
  }
  const opened: OpenedFile[] = [];
  try {
    const byStep = new Map<AnyStep<Memory>, OpenedFile[]>(steps.map((step) => [step, []]));
    for (const file of files) {
      try {
        opened.push(await openFile(file));
        const kind = recognise(
          opened.at(-1)!,
          steps.map((step) => step.file),
          mapping,
        );
        byStep.get(steps.find((step) => step.file === kind)!)!.push(opened.at(-1)!);
      } catch (error) {
        throw naming(file, files, error);
      }
    }
    requireFiles(byStep);
    if (alternatives) requireOneKind(byStep);
    const memory = newMemory();
    for (const [step, ofStep] of byStep) {
      const counter = { rows: 0 };
      for (const file of ofStep) {
        try {
          yield* readFile(step, file, { memory, counter }, mapping);
        } catch (error) {
          throw naming(file, files, error);
        }
      }
    }
    if (end) yield { file: files[0]!.name, accepted: 0, rows: gathered((put) => end(memory, put)), rejects: [] };
  } finally {
    for (const file of opened) await file.close();
  }
}

function requireFiles<Memory>(byStep: ReadonlyMap<AnyStep<Memory>, readonly OpenedFile[]>): void {
  const absent = [...byStep].filter(([{ optional }, files]) => !optional && files.length === 0);
  if (absent.length === 0) return;
  const list = absent.map(([{ file }]) => `${file.name} (${Object.keys(file.columns).join(', ')})`).join('; ');
  throw new DomainError('INVALID_ARGUMENT', `the import must have a file of ${list}`);
}

function requireOneKind<Memory>(byStep: ReadonlyMap<AnyStep<Memory>, readonly OpenedFile[]>): void {
  const given = [...byStep].filter(([, files]) => files.length > 0).map(([{ file }]) => file.name);
  if (given.length < 2) return;
  throw new DomainError('INVALID_ARGUMENT', `the files must be of one kind, got ${given.join(' and ')}`);
}

/** Of several files, an error names the one. */
function naming({ name }: { readonly name: string }, files: readonly ImportFile[], error: unknown): unknown {
  if (files.length === 1 || !(error instanceof DomainError)) return error;
  return new DomainError(error.code, `${name}: ${error.message}`, { fields: error.fields, cause: error });
}

async function* readFile<Memory>(
  { file: kind, take }: AnyStep<Memory>,
  file: OpenedFile,
  { memory, counter }: { readonly memory: Memory; readonly counter: { rows: number } },
  mapping?: ImportMapping,
): AsyncGenerator<ImportBatch, void, undefined> {
  const separator = separatorOf(kind, mapping);
  const positions = kind.headless ? positionsInOrder(kind) : columnPositions(file.firstCells(separator), kind, mapping);
  const readRow = rowReader(kind, positions, mapping);
  for await (const records of file.records(separator, kind.headless === true, positions.width)) {
    let accepted = 0;
    const rejects: ImportReject[] = [];
    const rows = gathered((put) => {
      for (const record of records) {
        counter.rows += 1;
        const answer = readRow(record);
        const refused =
          'cells' in answer
            ? take(answer.cells, put, { ordinal: counter.rows, others: answer.others, memory })
            : answer;
        if (refused === undefined) accepted += 1;
        else rejects.push(rejectOf(record, refused, positions));
      }
    });
    if (records.length > 0) yield { file: file.name, accepted, rows, rejects };
  }
}

function rejectOf(
  { line, raw, cells }: FileRecord,
  refused: { readonly column: string | null; readonly value?: string | null; readonly reason: string },
  { columns }: Positions,
): ImportReject {
  const { column, value, reason } = refused;
  // A step that refuses a row names the column at fault alone.
  const position = column === null ? undefined : columns.get(column);
  const text = position === undefined ? null : (cells[position]?.trim() ?? null);
  return { line, column, value: value === undefined ? text : value, reason, raw };
}

/** Rows by table, as they are put. */
function gathered(fill: (put: Put) => void): ImportBatch['rows'] {
  const rows: Record<string, object[]> = {};
  fill((table, row) => void (rows[table] ??= []).push(row));
  return rows as ImportBatch['rows'];
}
