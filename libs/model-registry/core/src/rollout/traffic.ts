/** Requests of a version, over a time that whoever counts them says. */
export interface Traffic {
  readonly requests: number;
  /** Requests among them that failed. */
  readonly errors: number;
  /** Σ over those that did not fail, in milliseconds. */
  readonly latencyMsSum: number;
}

export const NO_TRAFFIC: Traffic = { requests: 0, errors: 0, latencyMsSum: 0 };

/** How long it takes what is recent to count half, in milliseconds. */
const HALF_LIFE_MS = 5 * 60_000;

export function addTraffic(a: Traffic, b: Traffic): Traffic {
  return {
    requests: a.requests + b.requests,
    errors: a.errors + b.errors,
    latencyMsSum: a.latencyMsSum + b.latencyMsSum,
  };
}

/** Recent traffic as it counts some time later: r · 2^(−t / T½). */
export function faded(recent: Traffic, elapsedMs: number): Traffic {
  const factor = 2 ** (-Math.max(0, elapsedMs) / HALF_LIFE_MS);
  return {
    requests: recent.requests * factor,
    errors: recent.errors * factor,
    latencyMsSum: recent.latencyMsSum * factor,
  };
}

/**
 * What came between two reports of totals. A report with fewer requests than the one before is of a process that began
 * anew, and is all new; the same report told twice brings nothing.
 */
export function trafficSince(before: Traffic, now: Traffic): Traffic {
  if (now.requests < before.requests) return now;
  return {
    requests: now.requests - before.requests,
    errors: Math.max(0, now.errors - before.errors),
    latencyMsSum: Math.max(0, now.latencyMsSum - before.latencyMsSum),
  };
}

/** Mean latency of the requests that did not fail, in milliseconds; undefined before the first. */
export function meanLatencyMs({ requests, errors, latencyMsSum }: Traffic): number | undefined {
  return requests > errors ? latencyMsSum / (requests - errors) : undefined;
}
