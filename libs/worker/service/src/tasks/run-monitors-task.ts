import type { RunMonitorsRequest } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import {
  createMonitorTables,
  createOutcomeTable,
  createPredictionTable,
  lastRuns,
  recordRun,
  runMonitor,
  windowOf,
  type MonitorContext,
  type MonitorResult,
} from '@bellwether/feature-engineering';
import { MlflowClient } from '@bellwether/mlflow-js-client';
import { outgoing, type JobContext } from '@bellwether/platform/jobs';
import { bundleReferences } from '../monitors/bundle-references.js';
import { monitorsOf, type ModelMonitor } from '../monitors/monitor-files.js';

export interface MonitoringCounts {
  readonly looked: number;
  readonly alerts: number;
}

const MS_PER_HOUR = 3_600_000;
/** A tick that comes a little early is no reason to wait for the next. */
const EARLY = 0.98;

/**
 * Has monitors look: those named, or all that are due. An attempt after a crash looks at the same time as the first, so
 * that an alert that was raised already is the same again.
 *
 * @throws NOT_FOUND for an id that no monitor has.
 */
export async function runMonitorsTask(
  { monitor_ids }: RunMonitorsRequest,
  context: JobContext,
): Promise<MonitoringCounts> {
  const { analytics, settings } = context;
  const at = await timeOfRun(context);
  await createPredictionTable(analytics);
  await createOutcomeTable(analytics);
  await createMonitorTables(analytics);
  const last = await lastRuns(analytics);
  const monitors = await monitorsOf(settings['modelsDir']!);
  const chosen =
    monitor_ids.length === 0
      ? monitors.filter(({ id, every_hours }) => isDue(last.get(id)?.ran_at, every_hours, at))
      : monitor_ids.map((id) => named(monitors, id));
  const registry = new MlflowClient({ baseUrl: settings['registryUrl']!, ...outgoing(context) });
  const looking: MonitorContext = { store: analytics, now: at, referenceOf: bundleReferences(registry) };
  let alerts = 0;
  for (const [done, monitor] of chosen.entries()) {
    context.progress(done / chosen.length, monitor.id);
    const result = await look(monitor, looking);
    if (await recordRun(analytics, monitor, { at, window: windowOf(monitor, at), result })) alerts += 1;
  }
  return { looked: chosen.length, alerts };
}

async function timeOfRun(context: JobContext): Promise<Date> {
  const restored = await context.restored();
  if (typeof restored === 'string') return new Date(restored);
  const now = new Date();
  await context.checkpoint(now.toISOString());
  return now;
}

function isDue(ranAt: string | undefined, everyHours: number, at: Date): boolean {
  return ranAt === undefined || at.getTime() - Date.parse(ranAt) >= EARLY * everyHours * MS_PER_HOUR;
}

function named(monitors: readonly ModelMonitor[], id: string): ModelMonitor {
  const found = monitors.find((monitor) => monitor.id === id);
  if (found === undefined) throw new DomainError('NOT_FOUND', `no monitor '${id}'`);
  return found;
}

/** One that cannot look, such as at a table that is not there yet, says so and keeps none of the others from looking. */
async function look(monitor: ModelMonitor, context: MonitorContext): Promise<MonitorResult> {
  try {
    return await runMonitor(monitor, context);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === 'UNAVAILABLE') throw error;
    const summary = `could not look: ${error.message.slice(0, 300)}`;
    return { status: 'insufficient', value: null, threshold: null, rows: 0, summary, findings: [] };
  }
}
