/** A row of a file as its cells, or why it has none. */
export interface FileRecord {
  /** Line of the file on which it begins, from 1; of a file without lines the row's number, the header being 1. */
  readonly line: number;
  readonly raw: string;
  readonly cells: readonly string[];
  /** Why there are no cells. */
  readonly malformed?: string;
}
