import { DomainError } from '@bellwether/errors';
import { CellRefused } from './cells.js';
import type { FileKind } from './file-kind.js';
import { isRequired, namesInFile } from './header.js';
import type { ImportMapping } from './mapping.js';
import type { OpenedFile } from './opened-file.js';
import type { Separator } from './separator.js';

export function separatorOf<Cells>({ separator = ',' }: FileKind<Cells>, mapping?: ImportMapping): Separator {
  return mapping?.separator ?? separator;
}

/**
 * Which of several kinds a file is, told by its first row and not by its name: of those with a header the one most of
 * whose columns are there, of those without one the first that can read the row.
 *
 * @throws INVALID_ARGUMENT when it is none of them.
 */
export function recognise<Kind extends FileKind<never>>(
  file: OpenedFile,
  kinds: readonly Kind[],
  mapping?: ImportMapping,
): Kind {
  let best: { readonly kind: Kind; readonly share: number } | null = null;
  for (const kind of kinds) {
    const cells = file.firstCells(separatorOf(kind, mapping));
    const share = kind.headless ? Number(canRead(kind, cells)) : shareOfColumns(kind, cells, mapping);
    if (share > (best?.share ?? 0)) best = { kind, share };
  }
  if (best !== null) return best.kind;
  // The only kind there is says better what is missing.
  if (kinds.length === 1 && !kinds[0]!.headless) return kinds[0]!;
  const list = kinds.map((kind) => `${kind.name} (${Object.keys(kind.columns).join(', ')})`).join('; ');
  throw new DomainError('INVALID_ARGUMENT', `the header does not fit: it is that of none of ${list}`);
}

/** Of the columns that the kind must have. */
function shareOfColumns(kind: FileKind<never>, cells: readonly string[], mapping?: ImportMapping): number {
  const there = new Set(cells.map((cell) => cell.trim()));
  const required = [...namesInFile(kind, mapping)].filter(([name]) => isRequired(kind, name));
  return required.filter(([, written]) => there.has(written)).length / Math.max(1, required.length);
}

function canRead(kind: FileKind<never>, cells: readonly string[]): boolean {
  const columns = Object.values<{ read(text: string): unknown }>(kind.columns);
  if (cells.length !== columns.length) return false;
  try {
    columns.forEach(({ read }, i) => read(cells[i]!.trim()));
    return true;
  } catch (error) {
    if (error instanceof CellRefused) return false;
    throw error;
  }
}
