import { Inject, Injectable } from '@nestjs/common';
import type {
  GetMonitorHistoryResponse,
  JobView,
  ListAlertsResponse,
  ListMonitorsResponse,
  MonitorRun,
  RunMonitorsRequest,
} from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { lastRuns, latestAlerts, runsOf, type MonitorRunRecord } from '@bellwether/feature-engineering';
import { JOB_QUEUE, type JobQueue } from '@bellwether/platform/jobs';
import { jobView } from '../jobs/job-view.js';
import { MonitoringTables } from '../predictions/monitoring-tables.js';
import { monitorsOf } from './monitor-files.js';

export const MODELS_FOLDER = Symbol('ModelsFolder');
const MAX_WAITING = 20;

/** Tells what monitors saw, and has them look. */
@Injectable()
export class MonitorService {
  constructor(
    private readonly tables: MonitoringTables,
    @Inject(JOB_QUEUE) private readonly jobs: JobQueue,
    @Inject(MODELS_FOLDER) private readonly modelsDir: string,
  ) {}

  async list(model?: string): Promise<ListMonitorsResponse> {
    const last = await lastRuns(await this.tables.store());
    const monitors = (await monitorsOf(this.modelsDir)).filter((monitor) => (model ?? monitor.model) === monitor.model);
    return {
      monitors: monitors.map(
        ({ id, kind, description, every_hours, window_hours, false_alarm_rate, retrain, ...of }) => {
          const run = last.get(id);
          return {
            ...{
              monitor_id: id,
              model: of.model,
              kind,
              description,
              every_hours,
              window_hours,
              false_alarm_rate,
              retrain,
            },
            ...(run !== undefined && { last: lookView(run) }),
          };
        },
      ),
    };
  }

  /** @throws NOT_FOUND for a monitor that is in no file and has never looked. */
  async history(monitorId: string, limit: number): Promise<GetMonitorHistoryResponse> {
    const runs = await runsOf(await this.tables.store(), monitorId, limit);
    if (runs.length === 0 && !(await monitorsOf(this.modelsDir)).some(({ id }) => id === monitorId)) {
      throw new DomainError('NOT_FOUND', `no monitor '${monitorId}'`);
    }
    return { monitor_id: monitorId, runs: runs.map(runView) };
  }

  async alerts(limit: number): Promise<ListAlertsResponse> {
    const alerts = await latestAlerts(await this.tables.store(), limit);
    return { alerts: alerts.map(({ findings, ...alert }) => ({ ...alert, findings: [...findings] })) };
  }

  /** @throws NOT_FOUND for an id that no monitor has. */
  async run(request: RunMonitorsRequest): Promise<JobView> {
    const known = new Set((await monitorsOf(this.modelsDir)).map(({ id }) => id));
    const stranger = request.monitor_ids.find((id) => !known.has(id));
    if (stranger !== undefined) throw new DomainError('NOT_FOUND', `no monitor '${stranger}'`);
    return jobView(await this.jobs.enqueue('run-monitors', request, { maxQueued: MAX_WAITING }));
  }
}

function runView({ findings, ...run }: MonitorRunRecord): MonitorRun {
  return { ...lookView(run), findings: [...findings] };
}

function lookView(run: Omit<MonitorRunRecord, 'findings'>): Omit<MonitorRun, 'findings'> {
  const { ran_at, window_from, window_to, status, value, threshold, rows, summary } = run;
  return {
    ...{ ran_at, window_from, window_to, status, rows, summary },
    ...(value !== null && { value }),
    ...(threshold !== null && { threshold }),
  };
}
