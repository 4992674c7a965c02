/**
 * What the values of a column are, where a row alone does not tell: whether numbers are whole, and what a text says.
 *
 * - `text`: as it stands; lists as JSON
 * - `day`: `YYYY-MM-DD`
 * - `instant`: UTC, `YYYY-MM-DD HH:MM:SS` or `YYYY-MM-DDTHH:MM:SSZ`
 * - `local_instant`: `YYYY-MM-DDTHH:MM:SS` of the place itself
 * - `whole`: within 32 bits; 0 and 1 where a column says no and yes by numbers
 * - `amount`: whole money of a currency without a minor unit, within 53 bits
 * - `number`, `boolean`
 */
export type ColumnType = 'text' | 'day' | 'instant' | 'local_instant' | 'whole' | 'amount' | 'number' | 'boolean';

/** Columns of one table, in their order. */
export type Columns = Readonly<Record<string, ColumnType>>;

/** The types that values of a TypeScript type may have as columns. */
type TypesOf<Value> = [Value] extends [number | null]
  ? 'whole' | 'amount' | 'number'
  : [Value] extends [boolean | null]
    ? 'boolean'
    : 'text' | 'day' | 'instant' | 'local_instant';

/** A type for each column of each table, none left out: what a world's tables are to satisfy. */
export type ColumnsOf<Tables> = {
  readonly [T in keyof Tables]: { readonly [C in keyof Tables[T]]: TypesOf<Tables[T][C]> };
};
