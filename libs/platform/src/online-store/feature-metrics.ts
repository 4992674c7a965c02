import { Counter, Gauge, Histogram } from 'prom-client';
import type { Metrics } from '../metrics/index.js';

/** Buckets in seconds: from memory a read takes some microseconds, from a server one round trip. */
const BUCKETS = [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.1, 0.5, 1];

/** How old the newest rows of a view are. */
export interface Freshness {
  readonly view: string;
  readonly source: string;
  readonly seconds: number;
}

/** What is read of the online store, and how fresh the rows are that it is filled with. */
export class FeatureMetrics {
  private readonly reads: Histogram;
  private readonly values: Counter<'view' | 'outcome'>;

  /**
   * @param freshness asked at each scrape; one that fails leaves the scrape without these figures.
   * @param ttlSeconds of each view, for alerts to compare its freshness with.
   */
  constructor(
    registry: Metrics['registry'],
    freshness: () => Promise<readonly Freshness[]>,
    ttlSeconds: Readonly<Record<string, number>>,
  ) {
    const ttl = new Gauge({
      name: 'bellwether_feature_ttl_seconds',
      help: 'For how long after its instant a row of a view may be used',
      labelNames: ['view'],
      registers: [registry],
    });
    for (const [view, seconds] of Object.entries(ttlSeconds)) ttl.set({ view }, seconds);
    this.reads = new Histogram({
      name: 'bellwether_feature_read_duration_seconds',
      help: 'Time of one online read, over all its views and entities',
      buckets: BUCKETS,
      registers: [registry],
    });
    this.values = new Counter({
      name: 'bellwether_feature_values_total',
      help: 'Features read online: present, unknown in their row, without a row, or in one that is too old',
      labelNames: ['view', 'outcome'],
      registers: [registry],
    });
    new Gauge({
      name: 'bellwether_feature_freshness_seconds',
      help: 'Time since the newest instant that the rows of a view tell of',
      labelNames: ['view', 'source'],
      registers: [registry],
      async collect() {
        this.reset();
        for (const { view, source, seconds } of await freshness().catch(() => [])) this.set({ view, source }, seconds);
      },
    });
  }

  read(seconds: number): void {
    this.reads.observe(seconds);
  }

  counted(view: string, outcome: string, count: number): void {
    if (count > 0) this.values.inc({ view, outcome }, count);
  }
}
