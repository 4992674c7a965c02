import type { HealthResponse } from '@bellwether/contracts';
import { type HealthCheck } from '@bellwether/contracts';

/** What one app says of itself; undefined when it does not answer. */
export interface AppReport {
  readonly app: string;
  readonly latencyMs: number;
  readonly report: HealthResponse | undefined;
}

const CHECKS = ['ok', 'degraded', 'down'] as const;
const STATUSES = ['healthy', 'degraded', 'unhealthy'] as const;

/** One report of all apps: every check and model, and the worst status. Checks that apps share have the worst of theirs. */
export function mergedHealth(reports: readonly AppReport[], version: string, now: Date): HealthResponse {
  const checks: Record<string, HealthCheck> = {};
  for (const { app, latencyMs, report } of reports) {
    checks[app] = { status: report === undefined ? 'down' : 'ok', latency_ms: latencyMs };
    for (const [name, check] of Object.entries(report?.checks ?? {})) checks[name] = worse(checks[name], check);
  }
  return {
    status: reports.map(({ report }) => report?.status ?? 'unhealthy').reduce(worseStatus, 'healthy'),
    timestamp: now.toISOString(),
    version,
    checks,
    models_loaded: Object.assign({}, ...reports.map(({ report }) => report?.models_loaded)),
  };
}

function worse(a: HealthCheck | undefined, b: HealthCheck): HealthCheck {
  return a !== undefined && CHECKS.indexOf(a.status) >= CHECKS.indexOf(b.status) ? a : b;
}

function worseStatus(a: HealthResponse['status'], b: HealthResponse['status']): HealthResponse['status'] {
  return STATUSES.indexOf(a) >= STATUSES.indexOf(b) ? a : b;
}
