import type { ColumnTypes } from './column-type.js';

/** How a table is kept, wherever that is. */
export interface TableLayout<Row> {
  /** In the analytics store, where each column is beside its source and when the store learned of the row. */
  readonly name: string;
  readonly columns: ColumnTypes<Row>;
  /** What the rows of a source are sorted by in the store: what they are looked up by. */
  readonly order: readonly (keyof Row & string)[];
}

/** The layouts of several tables, by the name that their batches have. */
export type TableLayouts<Rows> = { readonly [Table in keyof Rows]: TableLayout<Rows[Table]> };

type ColumnsByTable<Layouts extends Record<string, { readonly columns: unknown }>> = {
  readonly [Table in keyof Layouts]: Layouts[Table]['columns'];
};

/** The columns alone, by table: what a file of each has. */
export function columnsByTable<Layouts extends Record<string, { readonly columns: unknown }>>(
  layouts: Layouts,
): ColumnsByTable<Layouts> {
  const columns = Object.entries(layouts).map(([table, layout]) => [table, layout.columns]);
  return Object.fromEntries(columns) as ColumnsByTable<Layouts>;
}
