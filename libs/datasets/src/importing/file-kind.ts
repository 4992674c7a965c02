import type { CellReader } from './cells.js';
import type { Separator } from './separator.js';

/** A column and how its cells read. */
export interface TableColumn<T> {
  readonly about: string;
  readonly read: CellReader<T>;
  /** What a file without the column gives in every row; a column without it is required. */
  readonly absent?: T;
  /** Whether it is a day or an instant, which a mapping may say the format of. */
  readonly isTime?: true;
}

/** The columns of a table by name. */
export type TableColumns<Cells> = { readonly [Name in keyof Cells]: TableColumn<Cells[Name]> };

/** One kind of file: what its columns are, and how it is told from others. */
export interface FileKind<Cells> {
  /** Among the files of its importer. */
  readonly name: string;
  readonly about: string;
  readonly columns: TableColumns<Cells>;
  /** Default: a comma. */
  readonly separator?: Separator;
  /** A file without names of columns: they stand in the order in which they are named here, and all of them are there. */
  readonly headless?: true;
  /** What becomes of columns that are not named here. `numbers`: they are read as such. Default: the file is refused. */
  readonly others?: 'ignored' | 'numbers';
}

/** Why a row whose cells are all right is refused as a whole. */
export interface Refusal {
  readonly column: string;
  readonly reason: string;
}
