import { distributionOf } from '@bellwether/model-kernel/two-sample';
import type { TableReader } from '../analytics-tables.js';
import type { CategoricalSummary, ColumnSummary, NumericSummary } from './column-summary.js';

/** The columns of a table, and those that tell nothing of drift, with the reason. */
export interface TableSummary {
  readonly rows: number;
  readonly columns: Readonly<Record<string, ColumnSummary>>;
  readonly left_out: Readonly<Record<string, string>>;
}

/** Text with more values than this share of the rows names things; it does not describe them. */
const IDENTIFIER_SHARE = 0.5;
const MOST_CATEGORIES = 10_000;

/** Counts the values of every column of a table, in the engine: what comes out is as large as there are values. */
export async function summarizeTable(store: TableReader, table: string): Promise<TableSummary> {
  const described = await store.rows<{ name: string; type: string }>(`DESCRIBE TABLE ${table}`);
  const [counted] = await store.rows<{ rows: number }>(`SELECT count() AS rows FROM ${table}`);
  const rows = counted!.rows;
  const columns: Record<string, ColumnSummary> = {};
  const left_out: Record<string, string> = {};
  for (const { name, type } of described) {
    const kind = kindOf(type);
    if (kind === 'time') left_out[name] = 'a time goes on by itself';
    else if (kind === 'other') left_out[name] = `${type} is neither number nor text`;
    else if (kind === 'numeric') columns[name] = await numericSummary(store, table, name, rows);
    else {
      const summary = await categoricalSummary(store, table, name, rows);
      if (typeof summary === 'string') left_out[name] = summary;
      else columns[name] = summary;
    }
  }
  return { rows, columns, left_out };
}

export type ColumnKind = 'numeric' | 'categorical' | 'time' | 'other';

/** What a ClickHouse type holds. */
export function kindOf(type: string): ColumnKind {
  const bare = type.replace(/^(?:Nullable|LowCardinality)\((.*)\)$/, '$1').replace(/^Nullable\((.*)\)$/, '$1');
  if (/^(?:U?Int|Float|Decimal|BFloat)/.test(bare)) return 'numeric';
  if (/^(?:String|FixedString|Enum|Bool|UUID)/.test(bare)) return 'categorical';
  return /^Date/.test(bare) ? 'time' : 'other';
}

/** A name of a column in a statement. */
export const quoted = (name: string): string => `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;

async function numericSummary(store: TableReader, table: string, name: string, rows: number): Promise<NumericSummary> {
  const pairs = await store.matrix(
    `SELECT x, count() AS n FROM (SELECT toFloat64(${quoted(name)}) AS x FROM ${table} WHERE isFinite(x))
     GROUP BY x ORDER BY x`,
  );
  const half = (offset: number) => Float64Array.from({ length: pairs.length / 2 }, (_, i) => pairs[2 * i + offset]!);
  const distribution = pairs.length === 0 ? null : distributionOf(half(0), half(1));
  return { kind: 'numeric', distribution, missing: rows - (distribution?.total ?? 0) };
}

async function categoricalSummary(
  store: TableReader,
  table: string,
  name: string,
  rows: number,
): Promise<CategoricalSummary | string> {
  const present = `FROM ${table} WHERE isNotNull(${quoted(name)}) AND toString(${quoted(name)}) != ''`;
  const [counted] = await store.rows<{ values: number; present: number }>(
    `SELECT uniqExact(${quoted(name)}) AS values, count() AS present ${present}`,
  );
  const { values, present: known } = counted!;
  if (values > MOST_CATEGORIES) return `it has ${values} values, more than ${MOST_CATEGORIES}`;
  if (values > 100 && values > IDENTIFIER_SHARE * known)
    return 'nearly every row has a value of its own: an identifier';
  const counts = await store.rows<{ value: string; n: number }>(
    `SELECT toString(${quoted(name)}) AS value, count() AS n ${present} GROUP BY value ORDER BY n DESC, value`,
  );
  return { kind: 'categorical', counts: new Map(counts.map(({ value, n }) => [value, n])), missing: rows - known };
}
