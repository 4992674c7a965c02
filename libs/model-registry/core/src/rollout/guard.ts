import { meanLatencyMs, type Traffic } from './traffic.js';

/** What a challenger may do at most; see RolloutGuard of the contracts. */
export interface GuardLimits {
  readonly maxErrorRate: number;
  readonly maxLatencyRatio: number;
  readonly maxLatencyMs: number | undefined;
  readonly minRequests: number;
}

/**
 * Why a challenger is to lose its share, by its recent requests and the champion's. With too few of its own nothing is
 * said; with too few of the champion's, its latency is not compared.
 *
 * @returns the reason in words, undefined where there is none.
 */
export function breachOf(
  version: string,
  limits: GuardLimits,
  challenger: Traffic,
  champion: Traffic,
): string | undefined {
  const { minRequests, maxErrorRate, maxLatencyMs, maxLatencyRatio } = limits;
  // What is recent has faded a little since it was reported.
  const requests = Math.round(challenger.requests);
  if (requests < minRequests) return undefined;
  const over = `over ${requests} recent requests`;
  const errorRate = challenger.errors / challenger.requests;
  if (errorRate > maxErrorRate) {
    return `error rate of version ${version} is ${shown(errorRate)}, above ${maxErrorRate}, ${over}`;
  }
  const mean = meanLatencyMs(challenger);
  if (mean === undefined) return undefined;
  if (maxLatencyMs !== undefined && mean > maxLatencyMs) {
    return `latency of version ${version} is ${shown(mean)} ms, above ${maxLatencyMs} ms, ${over}`;
  }
  const usual = Math.round(champion.requests) < minRequests ? undefined : meanLatencyMs(champion);
  if (usual !== undefined && mean > usual * maxLatencyRatio) {
    return (
      `latency of version ${version} is ${shown(mean)} ms, above ${maxLatencyRatio} times ` +
      `the champion's ${shown(usual)} ms, ${over}`
    );
  }
  return undefined;
}

const shown = (value: number): string => String(Number(value.toPrecision(3)));
