/** What one replica says of a version that it serves. */
export interface ServingReport {
  /** Mean time of one prediction, in milliseconds; of the warm-up while there were no requests. */
  readonly latencyMsMean: number;
  readonly requests: number;
}

/**
 * Mean latency of a version over its replicas, each weighted by the requests it answered; before the first request, the
 * plain mean of the warm-ups.
 *
 * @returns milliseconds, or undefined when no replica has reported.
 */
export function servingLatencyMs(reports: readonly ServingReport[]): number | undefined {
  if (reports.length === 0) return undefined;
  const requests = reports.reduce((sum, report) => sum + report.requests, 0);
  const weight = (report: ServingReport) => (requests > 0 ? report.requests / requests : 1 / reports.length);
  return reports.reduce((sum, report) => sum + weight(report) * report.latencyMsMean, 0);
}
