/** Rows of one of several tables, as they come; the tables by name, with the type of their rows. */
export type BatchOf<Rows> = {
  readonly [Table in keyof Rows]: { readonly table: Table; readonly rows: readonly Rows[Table][] };
}[keyof Rows];
