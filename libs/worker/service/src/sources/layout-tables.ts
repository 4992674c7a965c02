import { columnKind, type ColumnKind, type Columns, type ColumnType } from '@bellwether/datasets';
import { sourceTable, type SourceTable } from '@bellwether/feature-engineering';

/** As which types ClickHouse keeps columns. */
const CLICKHOUSE_TYPES: Readonly<Record<ColumnKind, string>> = {
  text: 'String',
  label: 'LowCardinality(String)',
  labels: 'Array(LowCardinality(String))',
  day: 'Date32',
  instant: "DateTime('UTC')",
  // As if it were UTC.
  local_instant: "DateTime('UTC')",
  boolean: 'UInt8',
  uint8: 'UInt8',
  uint16: 'UInt16',
  uint32: 'UInt32',
  whole: 'Float64',
  amount: 'Float64',
  number: 'Float64',
  numbers: 'Array(Float64)',
  numbers_by_name: 'Map(String, Float64)',
};

/** How a table of a data set is kept: its columns, and what the rows of a source are sorted by. */
export interface StoredLayout {
  readonly name: string;
  readonly columns: Columns;
  readonly order: readonly string[];
}

/** The tables of several layouts, by the same names and in the same order. */
export function layoutTables<Name extends string>(
  layouts: Readonly<Record<Name, StoredLayout>>,
): Record<Name, SourceTable> {
  const tables = Object.entries<StoredLayout>(layouts).map(([name, layout]) => [name, layoutTable(layout)]);
  return Object.fromEntries(tables) as Record<Name, SourceTable>;
}

function layoutTable({ name, columns, order }: StoredLayout): SourceTable {
  const types = Object.entries(columns).map(([column, type]) => [column, clickhouseType(type)]);
  return sourceTable({ name, columns: Object.fromEntries(types) as Record<string, string>, order });
}

function clickhouseType(type: ColumnType): string {
  const kind = columnKind(type);
  const plain = CLICKHOUSE_TYPES[kind];
  if (type === kind) return plain;
  return kind === 'label' ? 'LowCardinality(Nullable(String))' : `Nullable(${plain})`;
}
