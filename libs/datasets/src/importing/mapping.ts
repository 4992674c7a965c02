import { DomainError, type FieldProblem } from '@bellwether/errors';
import type { Separator } from './separator.js';

/** How the columns of a user's file are those of an importer. */
export interface ImportMapping {
  /** The user's column, by the importer's. */
  readonly columns?: Readonly<Record<string, string>>;
  /** A text that stands in every row, by the importer's column. */
  readonly fixed?: Readonly<Record<string, string>>;
  /** The user's columns that are read as regressors, where the importer has those; by the name they are to have. */
  readonly regressors?: Readonly<Record<string, string>>;
  /** Of days and instants: YYYY, MM, DD, HH, mm, ss and what stands between them. */
  readonly date_format?: string;
  readonly separator?: Exclude<Separator, '::' | 'spaces'>;
}

/** @throws INVALID_ARGUMENT naming each column that a mapping speaks of and the importer does not have. */
export function requireKnownColumns(mapping: ImportMapping, known: ReadonlySet<string>): void {
  const fields = (['columns', 'fixed'] as const).flatMap((part) =>
    Object.keys(mapping[part] ?? {})
      .filter((name) => !known.has(name))
      .map((name) => ({ path: `mapping.${part}.${name}`, message: `must be one of ${[...known].join(', ')}` })),
  );
  for (const name of Object.keys(mapping.fixed ?? {})) {
    if (Object.hasOwn(mapping.columns ?? {}, name)) {
      fields.push({ path: `mapping.fixed.${name}`, message: 'must not be a column of the file as well' });
    }
  }
  refuse(fields);
}

/**
 * @param names what the columns of a kind are called in the file, by the kind's own name.
 * @throws INVALID_ARGUMENT naming each column that reads the same one of the file as another does: one of the two would
 *   be lost.
 */
export function requireColumnsOfTheirOwn({ regressors = {} }: ImportMapping, names: ReadonlyMap<string, string>): void {
  const readers = [
    ...[...names].map(([name, written]) => ({ path: `mapping.columns.${name}`, written })),
    ...Object.entries(regressors).map(([name, written]) => ({ path: `mapping.regressors.${name}`, written })),
  ];
  const first = new Map<string, string>();
  const fields: FieldProblem[] = [];
  for (const { path, written } of readers) {
    const other = first.get(written);
    if (other === undefined) first.set(written, path);
    else fields.push({ path, message: `must not be '${written}', which is ${other}` });
  }
  refuse(fields);
}

/** For importers that read none. @throws INVALID_ARGUMENT naming each regressor of a mapping. */
export function requireNoRegressors({ regressors = {} }: ImportMapping): void {
  refuse(
    Object.keys(regressors).map((name) => ({
      path: `mapping.regressors.${name}`,
      message: 'must not be there: the importer reads no regressors',
    })),
  );
}

function refuse(fields: readonly FieldProblem[]): void {
  if (fields.length === 0) return;
  const list = fields.map(({ path, message }) => `${path} ${message}`).join('; ');
  throw new DomainError('INVALID_ARGUMENT', list, { fields });
}
