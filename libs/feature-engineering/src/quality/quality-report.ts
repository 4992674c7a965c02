import type { TableReader } from '../analytics-tables.js';
import { kindOf, quoted } from '../drift/summarize-table.js';

export type QualityCheck =
  'missing' | 'outliers' | 'duplicate_ids' | 'duplicate_rows' | 'freshness' | 'range' | 'categories';

/** One thing looked at, and whether it is as it should be. */
export interface QualityFinding {
  readonly check: QualityCheck;
  /** Null for what is of whole rows. */
  readonly column: string | null;
  /** A share of the rows; hours, of freshness; a number, of duplicates. */
  readonly value: number;
  /** Which the value has to stay below, or of duplicates not to exceed. */
  readonly limit: number;
  readonly status: 'ok' | 'warn' | 'alert';
}

export interface QualityReport {
  readonly rows: number;
  readonly findings: readonly QualityFinding[];
}

export interface QualityOptions {
  /** Column whose values must be unique. */
  readonly id?: string;
  /** Column of the rows' times, the newest of which tells how fresh they are. */
  readonly time?: string;
  /** Table whose ranges and categories the rows must keep to. */
  readonly reference?: string;
  readonly now: Date;
}

/**
 * The limits: under 1 % missing, under 0.1 % beyond three standard deviations of the mean (a normal column has 0.27 % there
 * by itself), no id twice, under 24 hours old, an alert at 48.
 */
const LIMITS = { missing: 0.01, outliers: 0.001, deviations: 3, freshHours: 24, staleHours: 48 } as const;
const MS_PER_HOUR = 3_600_000;

interface DescribedColumn {
  readonly name: string;
  readonly type: string;
}

/** Looks at every column of a table, and at its rows as a whole. @throws INVALID_ARGUMENT for a column it lacks. */
export async function qualityReport(
  store: TableReader,
  table: string,
  options: QualityOptions,
): Promise<QualityReport> {
  const columns = await store.rows<DescribedColumn>(`DESCRIBE TABLE ${table}`);
  const rows = await single(store, `SELECT count() AS value FROM ${table}`);
  if (rows === 0) return { rows, findings: [] };
  const findings = [
    ...(await missing(store, table, columns)),
    ...(await outliers(store, table, columns)),
    ...(await duplicates(store, table, options.id)),
    ...(options.time === undefined ? [] : [await freshness(store, table, options.time, options.now)]),
    ...(options.reference === undefined ? [] : await outsideReference(store, table, options.reference, columns)),
  ];
  return { rows, findings };
}

const below = (value: number, limit: number): QualityFinding['status'] => (value < limit ? 'ok' : 'alert');

async function single(store: TableReader, sql: string): Promise<number> {
  const [row] = await store.rows<{ value: number | null }>(sql);
  return row?.value ?? 0;
}

/** The values of one query that has a column for each of the columns asked about. */
async function byColumn(
  store: TableReader,
  columns: readonly DescribedColumn[],
  expression: (column: string) => string,
  from: string,
): Promise<number[]> {
  if (columns.length === 0) return [];
  return [...(await store.matrix(`SELECT ${columns.map(({ name }) => expression(quoted(name))).join(', ')} ${from}`))];
}

const isNumeric = ({ type }: DescribedColumn): boolean => kindOf(type) === 'numeric';

async function missing(store: TableReader, table: string, columns: readonly DescribedColumn[]) {
  const shares = await byColumn(
    store,
    columns,
    (column) => `countIf(isNull(${column}) OR toString(${column}) IN ('', 'nan')) / count()`,
    `FROM ${table}`,
  );
  return columns.map(({ name }, i): QualityFinding => {
    const value = shares[i]!;
    return { check: 'missing', column: name, value, limit: LIMITS.missing, status: below(value, LIMITS.missing) };
  });
}

async function outliers(store: TableReader, table: string, columns: readonly DescribedColumn[]) {
  const numeric = columns.filter(isNumeric);
  const finite = (column: string) => `isFinite(toFloat64(${column}))`;
  const shares = await byColumn(
    store,
    numeric,
    (column) => {
      const at = `toFloat64(${column})`;
      const moments = `(SELECT (avgIf(${at}, ${finite(column)}), stddevPopIf(${at}, ${finite(column)})) FROM ${table})`;
      return `countIf(abs(${at} - tupleElement(${moments}, 1)) > ${LIMITS.deviations} * tupleElement(${moments}, 2) AND ${finite(column)}) / count()`;
    },
    `FROM ${table}`,
  );
  return numeric.map(({ name }, i): QualityFinding => {
    const value = shares[i]!;
    const status = value < LIMITS.outliers ? 'ok' : 'warn';
    return { check: 'outliers', column: name, value, limit: LIMITS.outliers, status };
  });
}

async function duplicates(store: TableReader, table: string, id: string | undefined): Promise<QualityFinding[]> {
  const rows = await single(store, `SELECT count() - uniqExact(tuple(*)) AS value FROM ${table}`);
  const found: QualityFinding[] = [
    { check: 'duplicate_rows', column: null, value: rows, limit: 0, status: rows === 0 ? 'ok' : 'warn' },
  ];
  if (id !== undefined) {
    const value = await single(store, `SELECT count() - uniqExact(${quoted(id)}) AS value FROM ${table}`);
    found.push({ check: 'duplicate_ids', column: id, value, limit: 0, status: value === 0 ? 'ok' : 'alert' });
  }
  return found;
}

async function freshness(store: TableReader, table: string, time: string, now: Date): Promise<QualityFinding> {
  const newest = await single(
    store,
    `SELECT toUnixTimestamp(max(parseDateTimeBestEffort(toString(${quoted(time)})))) AS value FROM ${table}`,
  );
  const value = (now.getTime() - newest * 1_000) / MS_PER_HOUR;
  const late = value < LIMITS.staleHours ? 'warn' : 'alert';
  const status = value < LIMITS.freshHours ? 'ok' : late;
  return { check: 'freshness', column: time, value, limit: LIMITS.freshHours, status };
}

/** Shares of the rows outside of what the reference has: numbers beyond its least and most, categories it lacks. */
async function outsideReference(
  store: TableReader,
  table: string,
  reference: string,
  columns: readonly DescribedColumn[],
): Promise<QualityFinding[]> {
  const known = await store.rows<DescribedColumn>(`DESCRIBE TABLE ${reference}`);
  const kinds = new Map(known.map(({ name, type }) => [name, kindOf(type)]));
  const shared = columns.filter(({ name, type }) => kinds.get(name) === kindOf(type));
  const numeric = shared.filter(isNumeric);
  const categorical = shared.filter(({ type }) => kindOf(type) === 'categorical');
  const beyond = await byColumn(
    store,
    numeric,
    (column) => `countIf(${column} < (SELECT min(${column}) FROM ${reference}) OR
      ${column} > (SELECT max(${column}) FROM ${reference})) / count()`,
    `FROM ${table}`,
  );
  const unknown = await byColumn(
    store,
    categorical,
    (column) => `countIf(isNotNull(${column}) AND ${column} NOT IN (SELECT ${column} FROM ${reference})) / count()`,
    `FROM ${table}`,
  );
  const finding = (check: QualityCheck, column: string, value: number): QualityFinding => ({
    ...{ check, column, value, limit: LIMITS.missing },
    status: below(value, LIMITS.missing),
  });
  return [
    ...numeric.map(({ name }, i) => finding('range', name, beyond[i]!)),
    ...categorical.map(({ name }, i) => finding('categories', name, unknown[i]!)),
  ];
}
