import { DomainError, type FieldProblem } from '@bellwether/errors';
import type { ImportColumn } from './importer.js';

/**
 * Where each column stands: the position in the file's rows by column name; a column that may be missing and is, has no
 * entry. Columns may come in any order.
 *
 * @param cells of the first line; spaces around a name do not matter.
 * @throws INVALID_ARGUMENT naming every missing, unknown and repeated column.
 */
export function columnPositions(cells: readonly string[], columns: readonly ImportColumn[]): Map<string, number> {
  const known = new Set(columns.map((column) => column.name));
  const positions = new Map<string, number>();
  const problems: FieldProblem[] = [];
  cells.forEach((cell, position) => {
    const name = cell.trim();
    if (!known.has(name)) problems.push({ path: name, message: 'unknown column' });
    else if (positions.has(name)) problems.push({ path: name, message: 'repeated column' });
    else positions.set(name, position);
  });
  for (const { name, required } of columns) {
    if (required && !positions.has(name)) problems.push({ path: name, message: 'missing column' });
  }
  if (problems.length > 0) {
    const list = problems.map((problem) => `${problem.message} '${problem.path}'`).join(', ');
    throw new DomainError('INVALID_ARGUMENT', `the header does not fit: ${list}`, { fields: problems });
  }
  return positions;
}
