import type { AnalyticsStore } from '@bellwether/platform/analytics';

type Row = Readonly<Record<string, unknown>>;

/** Rows of a generator by table, as tables of a source; the types are those that the values show. */
export async function storeWorld(
  store: AnalyticsStore,
  source: string,
  tables: ReadonlyMap<string, readonly Row[]>,
): Promise<void> {
  for (const [table, rows] of tables) {
    const columns = Object.keys(rows[0] ?? {}).map((name) => `${name} ${typeOf(rows.map((row) => row[name]))}`);
    if (columns.length === 0) continue;
    await store.command(
      `CREATE TABLE IF NOT EXISTS ${table} (source LowCardinality(String), ${columns.join(', ')})
       ENGINE = MergeTree PARTITION BY source ORDER BY source`,
    );
    for (let from = 0; from < rows.length; from += 20_000) {
      await store.insert(
        table,
        rows.slice(from, from + 20_000).map((row) => ({ source, ...row })),
      );
    }
  }
}

function typeOf(values: readonly unknown[]): string {
  const known = values.filter((value) => value !== null);
  const of = (is: (value: unknown) => boolean): boolean => known.every(is);
  const wrap = (type: string): string => (known.length < values.length ? `Nullable(${type})` : type);
  if (of(Array.isArray)) return 'Array(String)';
  if (of((value) => typeof value === 'boolean')) return wrap('UInt8');
  if (of(Number.isInteger)) return wrap('Int64');
  if (of((value) => typeof value === 'number')) return wrap('Float64');
  if (of((value) => /^\d{4}-\d\d-\d\d$/.test(String(value)))) return wrap('Date32');
  if (of((value) => /^\d{4}-\d\d-\d\d[T ][\d:]{8}Z?$/.test(String(value)))) return wrap("DateTime('UTC')");
  return wrap('String');
}
