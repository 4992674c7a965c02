import { describe, expect, it } from '@jest/globals';
import { breachOf, type GuardLimits } from './guard.js';
import { addTraffic, faded, meanLatencyMs, NO_TRAFFIC, trafficSince, type Traffic } from './traffic.js';

const traffic = (requests: number, errors = 0, meanMs = 1): Traffic => ({
  requests,
  errors,
  latencyMsSum: (requests - errors) * meanMs,
});

describe('traffic', () => {
  it('counts what is recent half after five minutes, and never more than it was', () => {
    expect(faded(traffic(100, 10, 2), 300_000)).toEqual({ requests: 50, errors: 5, latencyMsSum: 90 });
    expect(faded(traffic(100), -1_000)).toEqual(traffic(100));
  });

  it('between two reports is their difference, and nothing when one is told twice', () => {
    expect(trafficSince(traffic(10, 1), traffic(30, 4))).toEqual({ requests: 20, errors: 3, latencyMsSum: 17 });
    expect(trafficSince(traffic(10, 1), traffic(10, 1))).toEqual(NO_TRAFFIC);
  });

  it('of a process that began anew is all new', () => {
    expect(trafficSince(traffic(10, 1), traffic(3))).toEqual(traffic(3));
  });

  it('has no mean latency before a request that did not fail', () => {
    expect(meanLatencyMs(NO_TRAFFIC)).toBeUndefined();
    expect(meanLatencyMs(traffic(3, 3))).toBeUndefined();
    expect(meanLatencyMs(addTraffic(traffic(10, 0, 2), traffic(10, 0, 4)))).toBe(3);
  });
});

describe('a guard', () => {
  const limits: GuardLimits = { maxErrorRate: 0.02, maxLatencyRatio: 2, maxLatencyMs: 50, minRequests: 100 };
  const breach = (challenger: Traffic, champion: Traffic = traffic(1_000)) =>
    breachOf('3', limits, challenger, champion);

  it('says nothing of a version that does as well as it may', () => {
    expect(breach(traffic(100, 2, 2))).toBeUndefined();
  });

  it('says nothing by too few requests, however bad', () => {
    expect(breach(traffic(99, 99))).toBeUndefined();
  });

  it('says which limit, and by how much', () => {
    expect(breach(traffic(100, 3))).toBe('error rate of version 3 is 0.03, above 0.02, over 100 recent requests');
    expect(breach(traffic(200, 0, 60))).toBe('latency of version 3 is 60 ms, above 50 ms, over 200 recent requests');
    expect(breach(traffic(200, 0, 2.5))).toBe(
      "latency of version 3 is 2.5 ms, above 2 times the champion's 1 ms, over 200 recent requests",
    );
  });

  it('compares latencies with a champion that answers enough itself', () => {
    expect(breach(traffic(200, 0, 2.5), traffic(99))).toBeUndefined();
  });

  it('knows a version that fails everything, which has no latency', () => {
    expect(breach(traffic(100, 100))).toContain('error rate of version 3 is 1');
  });
});
