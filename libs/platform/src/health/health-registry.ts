import { Injectable } from '@nestjs/common';
import type { HealthCheck, HealthResponse } from '@bellwether/contracts';

export interface HealthProbe {
  /** Throws when what it looks at is down; may tell of a degraded state. */
  readonly check: () => Promise<void | { status: 'degraded'; detail: string }>;
  /** Whether the app cannot serve without it; what is optional only degrades. */
  readonly required: boolean;
}

/** How long one probe may take, in milliseconds. */
const PROBE_TIMEOUT_MS = 2_000;

/** What the app depends on and which models it has loaded; modules register themselves here. */
@Injectable()
export class HealthRegistry {
  private readonly probes = new Map<string, HealthProbe>();
  private readonly models = new Map<string, string>();
  private phase: 'starting' | 'ready' | 'draining' = 'starting';

  register(name: string, probe: HealthProbe): void {
    this.probes.set(name, probe);
  }

  modelLoaded(name: string, version: string): void {
    this.models.set(name, `v${version}`);
  }

  started(): void {
    if (this.phase === 'starting') this.phase = 'ready';
  }

  draining(): void {
    this.phase = 'draining';
  }

  get hasStarted(): boolean {
    return this.phase !== 'starting';
  }

  get isDraining(): boolean {
    return this.phase === 'draining';
  }

  async report(version: string, now: Date): Promise<HealthResponse> {
    const checks = Object.fromEntries(
      await Promise.all([...this.probes].map(async ([name, probe]) => [name, await run(probe)] as const)),
    );
    return {
      status: overall(checks, this.probes),
      timestamp: now.toISOString(),
      version,
      checks,
      models_loaded: Object.fromEntries(this.models),
    };
  }
}

function overall(
  checks: Record<string, HealthCheck>,
  probes: ReadonlyMap<string, HealthProbe>,
): HealthResponse['status'] {
  const entries = Object.entries(checks);
  if (entries.some(([name, check]) => check.status === 'down' && probes.get(name)?.required)) return 'unhealthy';
  return entries.some(([, check]) => check.status !== 'ok') ? 'degraded' : 'healthy';
}

async function run(probe: HealthProbe): Promise<HealthCheck> {
  const started = performance.now();
  const latency = () => Math.round((performance.now() - started) * 100) / 100;
  try {
    const told = await withTimeout(probe.check());
    return { status: told?.status ?? 'ok', latency_ms: latency(), ...(told && { detail: told.detail }) };
  } catch {
    // The reason stays in the logs of the component: a health answer is read by anyone.
    return { status: 'down', latency_ms: latency() };
  }
}

function withTimeout<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('probe timed out')), PROBE_TIMEOUT_MS);
  });
  return Promise.race([work, timeout]).finally(() => clearTimeout(timer));
}
