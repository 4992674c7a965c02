import { randomInt } from 'node:crypto';
import type { Metrics } from '../metrics/index.js';
import { gaugeGate, shedCounter } from './admission-metrics.js';
import { AdmissionGate } from './admission-gate.js';
import { ConcurrencyLimit } from './concurrency-limit.js';
import { EventLoopQueue } from './event-loop-queue.js';
import { PatientLine } from './patient-line.js';

/** Below this a limit would starve a process that only had a bad moment. */
const LEAST = 8;
const FIRST = 64;
/** Steps of a random number in [0, 1); chance spreads callers here, and is nothing that a seed should repeat. */
const RESOLUTION = 2 ** 32;

export interface GateBounds {
  readonly MAX_CONCURRENCY: number;
  readonly MAX_QUEUE: number;
  readonly MAX_LOOP_TURN_MS: number;
}

/** The one gate of a process, with its metrics. */
export function openGate(
  { MAX_CONCURRENCY: most, MAX_QUEUE: maxQueue, MAX_LOOP_TURN_MS: maxLoopTurn }: GateBounds,
  { registry }: Metrics,
  random: () => number = () => randomInt(RESOLUTION) / RESOLUTION,
): AdmissionGate {
  const gate = new AdmissionGate({
    loop: new EventLoopQueue(maxLoopTurn),
    limit: new ConcurrencyLimit({ least: Math.min(LEAST, most), first: FIRST, most }),
    line: new PatientLine(),
    maxWaits: most,
    maxQueue,
    random,
    onShed: shedCounter(registry),
  });
  gaugeGate(registry, gate);
  return gate;
}
