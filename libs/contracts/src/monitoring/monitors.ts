import { z } from 'zod';
import { Identifier, Instant, Probability } from '../fields.js';
import { operation } from '../operation.js';
import { JobView } from '../worker/jobs.js';

const monitoring = { domain: 'worker', service: 'MonitorService' } as const;

export const MonitorKind = z.enum([
  'feature_drift',
  'prediction_drift',
  'performance',
  'estimated_performance',
  'calibration',
  'interval_coverage',
  'segment_stability',
  'latency',
  'data_quality',
  'freshness',
  'row_count',
]);

/** A monitor as `models/<name>/monitors.json` has it. */
export const Monitor = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be 1–63 of a–z, 0–9 and -'),
    kind: MonitorKind,
    /** What it is for, in a sentence. */
    description: z.string().max(500).default(''),
    /** How often it looks, and how far back, in hours. */
    every_hours: z.number().positive().max(8_760).default(24),
    window_hours: z.number().positive().max(8_760).default(168),
    /** With fewer rows it says nothing. */
    min_rows: z.int().min(1).max(1_000_000).default(200),
    /** Probability of an alarm at one look while nothing has changed, at most. */
    false_alarm_rate: z.number().min(0.000_001).max(0.2).default(0.01),
    /** Beyond it the number matters; the kind's own where left out. */
    threshold: z.number().optional(),
    /** Of performance: what is measured; `auc` where left out. */
    metric: z.enum(['auc', 'mape', 'hit_rate']).optional(),
    /** Of drift: which features, of data quality: which columns; all where left out. */
    features: z.array(z.string().max(128)).max(1_000).optional(),
    table: z.string().max(64).optional(),
    source: z.string().max(64).optional(),
    time_column: z.string().max(64).optional(),
    id_column: z.string().max(64).optional(),
    /** Whether an alert asks for a training of the model. */
    retrain: z.boolean().default(false),
  })
  .superRefine(({ kind, table, time_column, threshold, metric }, context) => {
    const missing = (path: string) =>
      context.addIssue({ code: 'custom', path: [path], message: `must be given for the kind ${kind}` });
    const isShare = ['interval_coverage', 'segment_stability'].includes(kind) || metric === 'hit_rate';
    if (isShare && threshold !== undefined && !(threshold > 0 && threshold < 1)) {
      context.addIssue({ code: 'custom', path: ['threshold'], message: 'must be a share between 0 and 1' });
    }
    const isOfData = kind === 'data_quality' || kind === 'freshness' || kind === 'row_count';
    if (isOfData && table === undefined) missing('table');
    if ((kind === 'freshness' || kind === 'row_count') && time_column === undefined) missing('time_column');
  });
export type Monitor = z.output<typeof Monitor>;

export const MonitorStatus = z.enum(['ok', 'warn', 'alert', 'insufficient']);

/** One thing that was looked at, with its number. */
export const MonitorFinding = z.strictObject({
  /** A feature, a column, a model. */
  subject: z.string(),
  /** e.g. `wasserstein`, `auc`, `missing`. */
  measure: z.string(),
  value: z.number(),
  threshold: z.number().optional(),
  /** How often chance alone gives as much. */
  p_value: Probability.optional(),
  status: z.enum(['ok', 'warn', 'alert']),
});

/** One look of a monitor. */
export const MonitorRun = z.strictObject({
  ran_at: Instant,
  window_from: Instant,
  window_to: Instant,
  status: MonitorStatus,
  value: z.number().optional(),
  threshold: z.number().optional(),
  rows: z.int(),
  /** What was seen, in a sentence. */
  summary: z.string(),
  findings: z.array(MonitorFinding),
});
export type MonitorRun = z.output<typeof MonitorRun>;

/** A monitor and its last look; without one where it has not looked yet. */
export const MonitorView = z.strictObject({
  monitor_id: z.string(),
  model: z.string(),
  kind: MonitorKind,
  description: z.string(),
  every_hours: z.number(),
  window_hours: z.number(),
  false_alarm_rate: z.number(),
  retrain: z.boolean(),
  last: MonitorRun.omit({ findings: true }).optional(),
});
export type MonitorView = z.output<typeof MonitorView>;

/** Event: a monitor that was well is so no longer. */
export const ALERT_RAISED = 'monitoring.alert-raised.v1';

export const Alert = z.strictObject({
  alert_id: z.string(),
  monitor_id: z.string(),
  model: z.string(),
  kind: MonitorKind,
  raised_at: Instant,
  summary: z.string(),
  /** What spoke for it. */
  findings: z.array(MonitorFinding),
  retrain: z.boolean(),
});
export type Alert = z.output<typeof Alert>;

export const ListMonitorsRequest = z.strictObject({ model: Identifier.optional() });
export const ListMonitorsResponse = z.strictObject({ monitors: z.array(MonitorView) });
export type ListMonitorsRequest = z.output<typeof ListMonitorsRequest>;
export type ListMonitorsResponse = z.output<typeof ListMonitorsResponse>;

export const listMonitors = operation({
  ...monitoring,
  method: 'ListMonitors',
  verb: 'GET',
  path: '/monitors',
  access: 'reader',
  summary: 'All monitors, and what each saw when it last looked',
  request: ListMonitorsRequest,
  response: ListMonitorsResponse,
});

export const GetMonitorHistoryRequest = z.strictObject({
  monitor_id: Identifier,
  limit: z.int().min(1).max(1_000).default(100),
});
export const GetMonitorHistoryResponse = z.strictObject({
  monitor_id: z.string(),
  /** Newest first. */
  runs: z.array(MonitorRun),
});
export type GetMonitorHistoryRequest = z.output<typeof GetMonitorHistoryRequest>;
export type GetMonitorHistoryResponse = z.output<typeof GetMonitorHistoryResponse>;

export const getMonitorHistory = operation({
  ...monitoring,
  method: 'GetMonitorHistory',
  verb: 'GET',
  path: '/monitors/{monitor_id}/history',
  access: 'reader',
  summary: 'What a monitor saw, look by look, with the evidence',
  request: GetMonitorHistoryRequest,
  response: GetMonitorHistoryResponse,
});

export const ListAlertsRequest = z.strictObject({ limit: z.int().min(1).max(1_000).default(100) });
export const ListAlertsResponse = z.strictObject({
  /** Newest first. */
  alerts: z.array(Alert),
});
export type ListAlertsRequest = z.output<typeof ListAlertsRequest>;
export type ListAlertsResponse = z.output<typeof ListAlertsResponse>;

export const listAlerts = operation({
  ...monitoring,
  method: 'ListAlerts',
  verb: 'GET',
  path: '/alerts',
  access: 'reader',
  summary: 'Alerts that were raised, with the evidence',
  request: ListAlertsRequest,
  response: ListAlertsResponse,
});

export const RunMonitorsRequest = z.strictObject({
  /** Those named look at once; where none is named, all that are due. */
  monitor_ids: z.array(Identifier).max(1_000).default([]),
});
export const RunMonitorsResponse = JobView;
export type RunMonitorsRequest = z.output<typeof RunMonitorsRequest>;

export const runMonitors = operation({
  ...monitoring,
  method: 'RunMonitors',
  verb: 'POST',
  path: '/monitors/run',
  status: 202,
  access: 'engineer',
  summary: 'Has monitors look now, as a job',
  request: RunMonitorsRequest,
  response: RunMonitorsResponse,
});
