/**
 * What the values of a column are. One word says how every store and file format keeps them: the analytics store by
 * `CLICKHOUSE_TYPES` of the worker, Parquet by `STORAGE` of the command line.
 *
 * - `text`; `label`, of which there are few; `labels`, a list of them
 * - `day`: `YYYY-MM-DD`
 * - `instant`: UTC, `YYYY-MM-DD HH:MM:SS` or `YYYY-MM-DDTHH:MM:SSZ`
 * - `local_instant`: `YYYY-MM-DDTHH:MM:SS` of the place itself
 * - `boolean`
 * - `uint8`, `uint16`, `uint32`: counts and numbered things; 0 and 1 where a column says no and yes by numbers
 * - `whole`: whole here and within 32 bits, and not in every source of the table, such as ratings
 * - `amount`: whole money of a currency without a minor unit, within 53 bits
 * - `number`; `numbers`, a list of them; `numbers_by_name`
 */
export type ColumnKind = ScalarKind | 'labels' | 'numbers' | 'numbers_by_name';

type TextKind = 'text' | 'label' | 'day' | 'instant' | 'local_instant';
type NumberKind = 'uint8' | 'uint16' | 'uint32' | 'whole' | 'amount' | 'number';
type ScalarKind = TextKind | NumberKind | 'boolean';

/** A kind, with `?` where a value may be null. */
export type ColumnType = ColumnKind | `${ScalarKind}?`;

/** Columns of one table, in their order. */
export type Columns = Readonly<Record<string, ColumnType>>;

export function columnKind(type: ColumnType): ColumnKind {
  return type.replace('?', '') as ColumnKind;
}

/** The kinds that values of a TypeScript type, none of them null, may be. */
type KindOf<Value> = [Value] extends [string]
  ? TextKind
  : [Value] extends [number]
    ? NumberKind
    : [Value] extends [boolean]
      ? 'boolean'
      : [Value] extends [readonly number[]]
        ? 'numbers'
        : [Value] extends [readonly string[]]
          ? 'labels'
          : [Value] extends [Readonly<Record<string, number>>]
            ? 'numbers_by_name'
            : never;

type TypeOf<Value> = null extends Value ? `${KindOf<NonNullable<Value>>}?` & ColumnType : KindOf<Value>;

/** A type for each column of a row, none left out and none that its values are not of. */
export type ColumnTypes<Row> = { readonly [Column in keyof Row]: TypeOf<Row[Column]> };
