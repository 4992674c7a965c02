import type { AnalyticsTables } from '../analytics-tables.js';
import type { Finding, MonitorDefinition, MonitorKind, MonitorResult, TimeWindow } from './monitor.js';
import { ALERTS_DDL, MONITOR_RUNS_DDL } from './tables.js';

/** One look of a monitor as it is kept. Instants are ISO 8601 UTC. */
export interface MonitorRunRecord extends MonitorResult {
  readonly monitor_id: string;
  readonly ran_at: string;
  readonly window_from: string;
  readonly window_to: string;
}

/** An alert as it is kept. */
export interface AlertRecord {
  readonly alert_id: string;
  readonly monitor_id: string;
  readonly model: string;
  readonly kind: MonitorKind;
  readonly raised_at: string;
  readonly summary: string;
  readonly findings: readonly Finding[];
  readonly retrain: boolean;
}

export async function createMonitorTables(store: AnalyticsTables): Promise<void> {
  await store.command(MONITOR_RUNS_DDL);
  await store.command(ALERTS_DDL);
}

type RunRow = Omit<MonitorRunRecord, 'findings'> & { readonly evidence: string };
const runOf = ({ evidence, ...run }: RunRow): MonitorRunRecord => ({
  ...run,
  findings: JSON.parse(evidence) as Finding[],
});

/** What each monitor saw last, without the evidence. */
export async function lastRuns(store: AnalyticsTables): Promise<Map<string, Omit<MonitorRunRecord, 'findings'>>> {
  const rows = await store.rows<Omit<MonitorRunRecord, 'findings'>>(
    `SELECT monitor_id, ran_at, window_from, window_to, status, value, threshold, rows, summary
     FROM monitor_runs FINAL ORDER BY ran_at DESC LIMIT 1 BY monitor_id LIMIT 10000`,
  );
  return new Map(rows.map((row) => [row.monitor_id, row]));
}

/** How each monitor that has looked lately stands. */
export async function lastStatuses(store: AnalyticsTables): Promise<Map<string, MonitorResult['status']>> {
  const rows = await store.rows<{ monitor_id: string; last: MonitorResult['status'] }>(
    'SELECT monitor_id, argMax(status, ran_at) AS last FROM monitor_runs GROUP BY monitor_id LIMIT 10000',
  );
  return new Map(rows.map(({ monitor_id, last }) => [monitor_id, last]));
}

/** Newest first. */
export async function runsOf(store: AnalyticsTables, monitorId: string, limit: number): Promise<MonitorRunRecord[]> {
  const rows = await store.rows<RunRow>(
    'SELECT * FROM monitor_runs FINAL WHERE monitor_id = {monitorId:String} ORDER BY ran_at DESC LIMIT {limit:UInt32}',
    { monitorId, limit },
  );
  return rows.map(runOf);
}

/**
 * Keeps what a monitor saw. Where it turned from well to ill an alert is kept first, under an id that follows from monitor
 * and time: a repetition after a crash is the same alert. A look that could say nothing turns nothing.
 *
 * @returns the alert, if there is one.
 */
export async function recordRun(
  store: AnalyticsTables,
  monitor: Pick<MonitorDefinition, 'id' | 'model' | 'kind'> & { readonly retrain: boolean },
  { at, window, result }: { readonly at: Date; readonly window: TimeWindow; readonly result: MonitorResult },
): Promise<AlertRecord | undefined> {
  const { findings, ...seen } = result;
  const ran_at = at.toISOString();
  const turned = result.status === 'alert' && (await lastVerdict(store, monitor.id, ran_at)) !== 'alert';
  const alert: AlertRecord | undefined = turned
    ? {
        ...{ alert_id: `${monitor.id}-${at.getTime()}`, monitor_id: monitor.id, model: monitor.model },
        ...{ kind: monitor.kind, raised_at: ran_at, summary: result.summary, retrain: monitor.retrain },
        findings: findings.filter(({ status }) => status === 'alert'),
      }
    : undefined;
  if (alert !== undefined) await keepAlert(store, alert, false);
  const evidence = JSON.stringify(findings);
  const times = { ran_at, window_from: window.from.toISOString(), window_to: window.to.toISOString() };
  await store.insert('monitor_runs', [{ monitor_id: monitor.id, ...times, ...seen, evidence }]);
  return alert;
}

/** The last status before a time that said something. */
async function lastVerdict(store: AnalyticsTables, monitorId: string, before: string): Promise<string | undefined> {
  const [last] = await store.rows<{ status: string }>(
    `SELECT status FROM monitor_runs FINAL WHERE monitor_id = {monitorId:String} AND status != 'insufficient'
       AND ran_at < parseDateTime64BestEffort({before:String}, 3, 'UTC') ORDER BY ran_at DESC LIMIT 1`,
    { monitorId, before },
  );
  return last?.status;
}

async function keepAlert(store: AnalyticsTables, { findings, ...alert }: AlertRecord, published: boolean) {
  const flags = { retrain: Number(alert.retrain), published: Number(published) };
  await store.insert('alerts', [{ ...alert, ...flags, evidence: JSON.stringify(findings) }]);
}

type AlertRow = Omit<AlertRecord, 'findings' | 'retrain'> & { readonly evidence: string; readonly retrain: number };
const ALERT_COLUMNS = 'alert_id, monitor_id, model, kind, raised_at, summary, evidence, retrain';
const alertOf = ({ evidence, retrain, ...alert }: AlertRow): AlertRecord => ({
  ...alert,
  retrain: retrain === 1,
  findings: JSON.parse(evidence) as Finding[],
});

/** Those that the event bus does not have yet, the oldest first. */
export async function unpublishedAlerts(store: AnalyticsTables): Promise<AlertRecord[]> {
  const rows = await store.rows<AlertRow>(
    `SELECT ${ALERT_COLUMNS} FROM alerts FINAL WHERE published = 0 ORDER BY raised_at LIMIT 100`,
  );
  return rows.map(alertOf);
}

export async function markPublished(store: AnalyticsTables, alert: AlertRecord): Promise<void> {
  await keepAlert(store, alert, true);
}

/** Newest first. */
export async function latestAlerts(store: AnalyticsTables, limit: number): Promise<AlertRecord[]> {
  const rows = await store.rows<AlertRow>(
    `SELECT ${ALERT_COLUMNS} FROM alerts FINAL ORDER BY raised_at DESC, alert_id LIMIT {limit:UInt32}`,
    { limit },
  );
  return rows.map(alertOf);
}
