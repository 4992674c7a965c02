import { DomainError } from '@bellwether/errors';
import { quoted } from '../../drift/summarize-table.js';
import { qualityReport } from '../../quality/quality-report.js';
import { requireSourceName } from '../../sources/replace-source.js';
import {
  before,
  insufficient,
  single,
  type Evaluate,
  type Finding,
  type MonitorDefinition,
  type TimeWindow,
} from '../monitor.js';

/** Hours after which the newest row is old: a warning, an alert. */
const FRESH = { warn: 24, alert: 48 } as const;
/** Windows before the present one that a number of rows is compared with, and standard deviations that are too many. */
const COUNTED_WINDOWS = 14;
const DEVIATIONS = 5;
const MS_PER_HOUR = 3_600_000;

/** Missing values, outliers, ids that come twice, of the rows of a source (in the window, where their time is known). */
export const dataQuality: Evaluate = async (definition, window, { store, now }) => {
  const rows = rowsOf(definition, window);
  const { rows: count, findings } = await qualityReport(store, rows, {
    now,
    ...(definition.id_column !== undefined && { id: definition.id_column }),
  });
  if (count < definition.min_rows) return insufficient(count, `fewer than ${definition.min_rows} rows`);
  const { features, id_column } = definition;
  const watched = findings.filter(
    ({ column, check }) =>
      column === null || check === 'duplicate_ids' || (features?.includes(column) ?? true) || column === id_column,
  );
  const found = watched.map(({ check, column, value, limit, status }): Finding => ({
    ...{ subject: column ?? definition.table!, measure: check, value, threshold: limit, status },
  }));
  const alerts = found.filter(({ status }) => status === 'alert');
  const warnings = found.filter(({ status }) => status === 'warn');
  const named = [...new Set(alerts.map(({ subject, measure }) => `${subject} (${measure})`))];
  const status = alerts.length > 0 ? 'alert' : warnings.length > 0 ? 'warn' : 'ok';
  const summary = named.length > 0 ? named.join(', ') : `${count} rows as they should be, ${warnings.length} warnings`;
  return { status, value: alerts.length, threshold: 1, rows: count, summary, findings: found };
};

/** The age of the newest row. */
export const freshnessMonitor: Evaluate = async (definition, _window, { store, now }) => {
  const [newest] = await store.rows<{ rows: number; at: number }>(
    `SELECT count() AS rows, toUnixTimestamp64Milli(max(toDateTime64(${timeOf(definition)}, 3, 'UTC'))) AS at
     FROM ${rowsOf(definition)}`,
  );
  const { rows, at } = newest!;
  if (rows === 0) return insufficient(0, `no rows of ${definition.table}`);
  const value = (now.getTime() - at) / MS_PER_HOUR;
  const threshold = definition.threshold ?? FRESH.alert;
  const late = value >= threshold ? 'alert' : 'warn';
  const status: Finding['status'] = value < Math.min(FRESH.warn, threshold) ? 'ok' : late;
  return single(
    { subject: definition.table!, measure: 'hours_since_newest', value, threshold, status },
    rows,
    `the newest row is ${value.toFixed(1)} hours old, limit ${threshold}`,
  );
};

/** How many rows there are, against the windows before: an import that was cut short, a queue that runs over. */
export const rowCount: Evaluate = async (definition, window, { store }) => {
  const at = `toUnixTimestamp64Milli(toDateTime64(${timeOf(definition)}, 3, 'UTC'))`;
  const length = window.to.getTime() - window.from.getTime();
  const earliest = before(window, COUNTED_WINDOWS).from.getTime();
  const counted = await store.rows<{ ago: number; n: number }>(
    `SELECT intDiv({to:Int64} - ${at}, {length:Int64}) AS ago, count() AS n FROM ${rowsOf(definition)}
     WHERE ${at} > {earliest:Int64} AND ${at} <= {to:Int64} GROUP BY ago`,
    { to: window.to.getTime(), length, earliest },
  );
  const counts = new Map(counted.map(({ ago, n }) => [ago, n]));
  const value = counts.get(0) ?? 0;
  const past = Array.from({ length: COUNTED_WINDOWS }, (_, i) => counts.get(i + 1) ?? 0);
  const rows = value + past.reduce((sum, n) => sum + n, 0);
  if (rows < definition.min_rows) return insufficient(rows, `fewer than ${definition.min_rows} rows in all windows`);
  const mean = past.reduce((sum, n) => sum + n, 0) / past.length;
  const variance = past.reduce((sum, n) => sum + (n - mean) ** 2, 0) / (past.length - 1);
  // No steadier than counts are by chance; of the next one, not of the mean.
  const deviation = Math.sqrt(Math.max(variance, mean, 1) * (1 + 1 / past.length));
  const score = (value - mean) / deviation;
  const threshold = definition.threshold ?? DEVIATIONS;
  const status: Finding['status'] = Math.abs(score) > threshold ? 'alert' : 'ok';
  return single(
    { subject: definition.table!, measure: 'deviations', value: score, threshold, status },
    value,
    `${value} rows, against ${mean.toFixed(0)} ± ${deviation.toFixed(0)} in the windows before`,
  );
};

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

/** The rows that are looked at, as a table expression. @throws INVALID_ARGUMENT for a name that is none. */
function rowsOf({ table = '', source, time_column }: MonitorDefinition, window?: TimeWindow): string {
  if (!NAME.test(table)) throw new DomainError('INVALID_ARGUMENT', `table must be a name, got '${table}'`);
  if (source !== undefined) requireSourceName(source);
  const conditions = [
    ...(source === undefined ? [] : [`source = '${source}'`]),
    ...(window === undefined || time_column === undefined ? [] : [inWindow(time_column, window)]),
  ];
  return conditions.length === 0 ? table : `(SELECT * FROM ${table} WHERE ${conditions.join(' AND ')})`;
}

function inWindow(column: string, { from, to }: TimeWindow): string {
  const at = `toUnixTimestamp64Milli(toDateTime64(${quoted(column)}, 3, 'UTC'))`;
  return `${at} > ${from.getTime()} AND ${at} <= ${to.getTime()}`;
}

function timeOf({ id, time_column }: MonitorDefinition): string {
  if (time_column !== undefined) return quoted(time_column);
  throw new DomainError('INVALID_ARGUMENT', `monitor '${id}' must name a time_column`);
}
