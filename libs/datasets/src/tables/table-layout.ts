type NumberType = 'UInt8' | 'UInt16' | 'UInt32' | 'Int32' | 'Float64';
type TextType = 'String' | 'LowCardinality(String)' | "DateTime('UTC')" | 'Date32';

/** The types of ClickHouse that a value which is never null may be kept as. */
type PlainType<T> = T extends string
  ? TextType
  : T extends boolean
    ? 'UInt8'
    : T extends number
      ? NumberType
      : T extends readonly (infer Element)[]
        ? `Array(${PlainType<Element>})`
        : T extends Readonly<Record<string, number>>
          ? 'Map(String, Float64)'
          : never;

type NullableType<T> =
  | `Nullable(${Exclude<PlainType<NonNullable<T>>, 'LowCardinality(String)'>})`
  | (NonNullable<T> extends string ? 'LowCardinality(Nullable(String))' : never);

/** The type of each column of a row, in ClickHouse's words: the compiler holds it to the row's own type. */
export type ColumnTypes<Row> = {
  readonly [Column in keyof Row]: null extends Row[Column] ? NullableType<Row[Column]> : PlainType<Row[Column]>;
};

/**
 * How the analytics store keeps the rows of a table: beside the columns here each has its source, and when the store
 * learned of the row.
 */
export interface TableLayout<Row> {
  readonly name: string;
  readonly columns: ColumnTypes<Row>;
  /** What the rows of a source are sorted by: what they are looked up by. */
  readonly order: readonly (keyof Row & string)[];
}

/** The layouts of several tables, by the name that their batches have. */
export type TableLayouts<Rows> = { readonly [Table in keyof Rows]: TableLayout<Rows[Table]> };
