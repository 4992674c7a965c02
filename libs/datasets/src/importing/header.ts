import { DomainError, type FieldProblem } from '@bellwether/errors';
import type { FileKind } from './file-kind.js';
import { requireColumnsOfTheirOwn, type ImportMapping } from './mapping.js';

/** Where the columns of a file stand in its rows. */
export interface Positions {
  /** By the importer's name of the column; one that may be missing and is, has no entry. */
  readonly columns: ReadonlyMap<string, number>;
  /** Of columns that are read as numbers beside those, by the name that they are to have. */
  readonly others: ReadonlyMap<string, number>;
  /** Cells of a row. */
  readonly width: number;
}

/**
 * What a kind's columns are called in a user's file, by the kind's own name. A column that may be missing has none where
 * the mapping reads what is called so as another.
 */
export function namesInFile<Cells>(kind: FileKind<Cells>, mapping: ImportMapping = {}): Map<string, string> {
  const { columns = {}, fixed = {}, regressors = {} } = mapping;
  const taken = new Set([...Object.values(columns), ...Object.values(regressors)]);
  const names = Object.keys(kind.columns).filter(
    (name) =>
      !Object.hasOwn(fixed, name) && (Object.hasOwn(columns, name) || isRequired(kind, name) || !taken.has(name)),
  );
  return new Map(names.map((name) => [name, columns[name] ?? name]));
}

/**
 * Finds the columns of a kind in a header. They may come in any order.
 *
 * @param cells of the first line; spaces around a name do not matter.
 * @param mapping where there is one, columns that it does not speak of are passed over.
 * @throws INVALID_ARGUMENT naming every missing, unknown and repeated column, or every one that a mapping reads twice.
 */
export function columnPositions<Cells>(
  cells: readonly string[],
  kind: FileKind<Cells>,
  mapping?: ImportMapping,
): Positions {
  const names = namesInFile(kind, mapping);
  if (mapping) requireColumnsOfTheirOwn(mapping, names);
  const known = new Map([...names].map(([name, written]) => [written, name]));
  const regressors = new Map(Object.entries(mapping?.regressors ?? {}).map(([name, column]) => [column, name]));
  const columns = new Map<string, number>();
  const others = new Map<string, number>();
  const problems: FieldProblem[] = [];
  const seen = new Set<string>();
  cells.forEach((cell, position) => {
    const written = cell.trim();
    const name = known.get(written);
    const other = mapping === undefined && kind.others === 'numbers' ? written : regressors.get(written);
    if (seen.has(written) && (name ?? other) !== undefined)
      problems.push({ path: written, message: 'repeated column' });
    else if (name !== undefined) columns.set(name, position);
    else if (other !== undefined) others.set(other, position);
    else if (mapping === undefined && kind.others !== 'ignored')
      problems.push({ path: written, message: 'unknown column' });
    seen.add(written);
  });
  for (const [name, written] of names) {
    if (isRequired(kind, name) && !columns.has(name)) problems.push({ path: written, message: 'missing column' });
  }
  for (const [written, name] of regressors) {
    if (!others.has(name)) problems.push({ path: written, message: 'missing column' });
  }
  if (problems.length > 0) {
    const list = problems.map((problem) => `${problem.message} '${problem.path}'`).join(', ');
    throw new DomainError('INVALID_ARGUMENT', `the header does not fit: ${list}`, { fields: problems });
  }
  return { columns, others, width: cells.length };
}

/** The positions of a file without a header. */
export function positionsInOrder<Cells>(kind: FileKind<Cells>): Positions {
  const names = Object.keys(kind.columns);
  return { columns: new Map(names.map((name, position) => [name, position])), others: new Map(), width: names.length };
}

export function isRequired<Cells>({ columns }: FileKind<Cells>, name: string): boolean {
  return !('absent' in columns[name as keyof Cells]);
}
