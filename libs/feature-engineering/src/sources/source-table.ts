/** A table whose rows belong to a source, one partition each, so that a source is replaced in one step. */
export interface SourceTable {
  readonly name: string;
  /** `CREATE TABLE IF NOT EXISTS`. */
  readonly ddl: string;
}

/** Columns by name with their ClickHouse types, and what the rows of a source are sorted by. */
export interface SourceTableLayout {
  readonly name: string;
  readonly columns: Readonly<Record<string, string>>;
  readonly order: readonly string[];
}

/** The table of a layout: its columns, between the source of each row and when the store learned of it. */
export function sourceTable({ name, columns, order }: SourceTableLayout): SourceTable {
  const written = Object.entries(columns).map(([column, type]) => `${column} ${type}`);
  return partitionedBySource(
    name,
    ['source LowCardinality(String)', ...written, "recorded_at DateTime('UTC') DEFAULT now()"].join(', '),
    ['source', ...order].join(', '),
  );
}

export function partitionedBySource(name: string, columns: string, order: string): SourceTable {
  return {
    name,
    ddl: `CREATE TABLE IF NOT EXISTS ${name} (${columns}) ENGINE = MergeTree PARTITION BY source ORDER BY (${order})`,
  };
}
