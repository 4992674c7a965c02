import type { MonitorRun, MonitorView } from '@bellwether/contracts';
import type { Session } from '../session.js';
import { withStack } from '../stack/connect-stack.js';
import { followJob } from '../stack/follow-job.js';
import type { Stack } from '../stack/stack.js';
import { plural } from '../terminal/format.js';
import { renderTable } from '../terminal/table.js';

const MONITOR_COLUMNS = ['monitor', 'looked', 'status', 'saw'].map((title) => ({ title }));
const RUN_COLUMNS = ['looked', 'status', 'saw'].map((title) => ({ title }));
const FINDING_COLUMNS = ['of', 'measure', 'value', 'limit', 'p'].map((title) => ({ title }));
const LOOKS = 20;
/** Findings that are shown where none is an alert or a warning. */
const SHOWN_FINDINGS = 10;

/** `bellwether monitors list`. */
export async function listMonitors(session: Session, model?: string): Promise<void> {
  const listed = await withStack(session, ({ api }) => api.listMonitors(model === undefined ? {} : { model }));
  session.report.result(listed, ({ monitors }) =>
    monitors.length === 0 ? 'no monitors' : renderTable(MONITOR_COLUMNS, monitors.map(cellsOf)),
  );
}

/** `bellwether monitors run`: the job, and what those that looked saw. */
export async function runMonitors(session: Session, monitor_ids: readonly string[]): Promise<void> {
  const seen = await withStack(session, async (stack) => {
    await follow(session, stack, monitor_ids);
    const { monitors } = await stack.api.listMonitors({});
    return {
      monitors: monitors.filter(({ monitor_id }) => monitor_ids.length === 0 || monitor_ids.includes(monitor_id)),
    };
  });
  session.report.result(seen, ({ monitors }) => renderTable(MONITOR_COLUMNS, monitors.map(cellsOf)));
}

function follow(session: Session, { api }: Stack, monitor_ids: readonly string[]) {
  return followJob(
    session,
    'Monitors look',
    {
      start: () => api.runMonitors({ monitor_ids: [...monitor_ids] }),
      get: (job_id) => api.getJob({ job_id }),
      cancel: (job_id) => api.cancelJob({ job_id }),
    },
    ({ result }) => `${plural(result?.['looked'] ?? 0, 'look')}, ${plural(result?.['alerts'] ?? 0, 'new alert')}`,
  );
}

/** `bellwether monitors history`. */
export async function monitorHistory(session: Session, monitor_id: string): Promise<void> {
  const history = await withStack(session, ({ api }) => api.getMonitorHistory({ monitor_id, limit: LOOKS }));
  session.report.result(history, ({ runs }) => {
    if (runs.length === 0) return 'it has not looked yet';
    const looks = renderTable(
      RUN_COLUMNS,
      runs.map(({ ran_at, status, summary }) => [minute(ran_at), status, summary]),
    );
    return `${looks}\n\n${evidence(runs[0]!)}`;
  });
}

function evidence({ findings }: MonitorRun): string {
  const notable = findings.filter(({ status }) => status !== 'ok');
  const shown = notable.length > 0 ? notable : findings.slice(0, SHOWN_FINDINGS);
  const cells = shown.map(({ subject, measure, value, threshold, p_value }) => [
    ...[subject, measure, number(value)],
    threshold === undefined ? '' : number(threshold),
    p_value === undefined ? '' : number(p_value),
  ]);
  return renderTable(FINDING_COLUMNS, cells);
}

function cellsOf({ monitor_id, last }: MonitorView): string[] {
  return last === undefined
    ? [monitor_id, 'not yet', '', '']
    : [monitor_id, minute(last.ran_at), last.status, last.summary];
}

const minute = (instant: string): string => instant.slice(0, 16).replace('T', ' ');
const number = (value: number): string => String(Number(value.toPrecision(3)));
