import type { VersionTraffic } from '@bellwether/contracts';

interface Counts {
  requests: number;
  errors: number;
  latency_ms_sum: number;
}

/** Requests of the versions of one rollout since this process follows it. */
export class TrafficMeter {
  private readonly counts: ReadonlyMap<string, Counts>;

  constructor(
    readonly rolloutId: string | undefined,
    versions: readonly string[],
  ) {
    this.counts = new Map(versions.map((version) => [version, { requests: 0, errors: 0, latency_ms_sum: 0 }]));
  }

  /** Counts a request; of a version that is not in the rollout, nothing. @param milliseconds null when it failed. */
  add(version: string, milliseconds: number | null): void {
    const counts = this.counts.get(version);
    if (counts === undefined) return;
    counts.requests += 1;
    if (milliseconds === null) counts.errors += 1;
    else counts.latency_ms_sum += milliseconds;
  }

  figures(): VersionTraffic[] {
    return [...this.counts].map(([version, counts]) => ({ version, ...counts }));
  }
}
