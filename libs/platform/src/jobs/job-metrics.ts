import { Counter, Gauge, Histogram } from 'prom-client';
import type { Metrics } from '../metrics/index.js';
import type { Tick } from './job-schedules.js';
import type { JobStore } from './job-store.js';
import type { JobEnding } from './running-job.js';

/** Buckets in seconds: a small import ends within one, a training takes minutes, a large one hours. */
const BUCKETS = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3_600, 14_400];

/** How many jobs wait and run, as the queue has it, whoever runs them. A queue that is away has no figures. */
export function measureQueue(store: JobStore, registry: Metrics['registry']): void {
  const gauge = (name: string, help: string) => new Gauge({ name, help, labelNames: ['kind'], registers: [registry] });
  const running = gauge('bellwether_jobs_running', 'Jobs with a worker');
  new Gauge({
    name: 'bellwether_jobs_queued',
    help: 'Jobs accepted that no worker has taken yet',
    labelNames: ['kind'],
    registers: [registry],
    async collect() {
      this.reset();
      running.reset();
      for (const { kind, ...counts } of await store.counts().catch(() => [])) {
        this.set({ kind }, counts.queued);
        running.set({ kind }, counts.running);
      }
    },
  });
}

/** What became of the jobs that this process ran. */
export class JobMetrics {
  private readonly finished: Counter<'kind' | 'outcome'>;
  private readonly duration: Histogram<'kind' | 'outcome'>;
  private readonly ticks: Counter<'kind' | 'outcome'>;

  constructor(registry: Metrics['registry']) {
    const labelNames = ['kind', 'outcome'] as const;
    this.finished = new Counter({
      name: 'bellwether_jobs_finished_total',
      help: 'Jobs that left this process: succeeded, failed, cancelled, retried, given back or lost to another worker',
      labelNames,
      registers: [registry],
    });
    this.duration = new Histogram({
      name: 'bellwether_jobs_duration_seconds',
      help: 'Time from taking a job to its leaving this process',
      labelNames,
      buckets: BUCKETS,
      registers: [registry],
    });
    this.ticks = new Counter({
      name: 'bellwether_jobs_schedule_ticks_total',
      help: 'Ticks of schedules: enqueued, skipped because the job before has not ended, or refused by the queue for now',
      labelNames,
      registers: [registry],
    });
  }

  left(kind: string, outcome: JobEnding, seconds: number): void {
    this.finished.inc({ kind, outcome });
    this.duration.observe({ kind, outcome }, seconds);
  }

  ticked({ kind, outcome }: Tick): void {
    this.ticks.inc({ kind, outcome });
  }
}
