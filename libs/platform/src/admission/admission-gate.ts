import type { Load } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import type { ConcurrencyLimit } from './concurrency-limit.js';
import type { EventLoopQueue } from './event-loop-queue.js';
import type { PatientLine } from './patient-line.js';

/** Why a request is refused; a label of the metric. */
export type ShedReason = 'event_loop' | 'concurrency' | 'queue_full' | 'queue_timeout' | 'deadline';

export interface Arrival {
  /** Of a closed set, such as the route: times are compared within it. */
  readonly kind: string;
  readonly load: Load;
  /** When its caller gives up, on the scale of `performance.now()`; Infinity when it does not say. */
  readonly deadline: number;
  /** Whether it waits where others are refused because the event loop is late, see `PatientLine`. */
  readonly isPatient?: boolean;
  /** Whether `refusalIfLate` was asked about it. */
  readonly isSeen?: boolean;
}

/** Told once whether an arrival may go on. What it is let in for ends with `leave`, called once. */
export interface Decision {
  admitted(leave: () => void): void;
  refused(error: DomainError): void;
}

export interface GateOptions {
  readonly loop: EventLoopQueue;
  readonly limit: ConcurrencyLimit;
  readonly line: PatientLine;
  /** How many may be under way that wait for something else, such as a training. */
  readonly maxWaits: number;
  /** How many may wait for a place. */
  readonly maxQueue: number;
  readonly random: () => number;
  readonly onShed: (reason: ShedReason) => void;
}

interface Queued {
  readonly arrival: Arrival;
  readonly decision: Decision;
  readonly timer: NodeJS.Timeout;
}

/** Longest wait for a place, in milliseconds: who waits longer is better off at another replica. */
const LONGEST_WAIT_MS = 500;
/** Longest wait of what is patient: it has no other replica to go to. */
const PATIENT_WAIT_MS = 3_000;
/** Share of places, and of patience with the event loop, that bulk work gets: single answers go first. */
const BULK_SHARE = 0.5;
/**
 * Refused callers come back after one to three seconds, spread so that they do not come back together. Made once: an
 * error's stack trace costs more than the rest of a refusal.
 */
const TOO_MANY = [1, 2, 3].map(
  (retryAfterSeconds) =>
    new DomainError('RESOURCE_EXHAUSTED', 'more requests than can be answered soon', { retryAfterSeconds }),
);

/**
 * Lets requests in while the process can answer them soon, and refuses the rest at once, before their body is read. It
 * is the same gate for every transport, because they share one thread.
 *
 * Places are given to the newest that waits: under overload the oldest is the one whose caller is nearest to giving up.
 */
export class AdmissionGate {
  private readonly queue: Queued[] = [];
  private running = 0;
  private waits = 0;

  constructor(private readonly options: GateOptions) {}

  get inFlight(): number {
    return this.running + this.waits;
  }

  get queued(): number {
    return this.queue.length;
  }

  get limit(): number {
    return this.options.limit.current;
  }

  /**
   * The refusal of what the event loop is late for; undefined while it keeps up.
   *
   * @param isPatient whether it waits instead, asked where that matters: it is let through to `arrive` while there is room.
   */
  refusalIfLate(isPatient: () => boolean): DomainError | undefined {
    if (!this.options.loop.isLate() || (this.options.line.hasRoom && isPatient())) return undefined;
    this.options.onShed('event_loop');
    return this.refusal('event_loop');
  }

  arrive(arrival: Arrival, decision: Decision): void {
    const { load, isPatient = false, isSeen = false } = arrival;
    if (this.options.loop.isLate(load === 'bulk' ? BULK_SHARE : 1, !isSeen)) {
      if (isPatient && this.options.line.wait(() => this.enter(arrival, decision))) return;
      return this.shed(decision, 'event_loop');
    }
    this.enter(arrival, decision);
  }

  private enter(arrival: Arrival, decision: Decision): void {
    const { load, deadline } = arrival;
    if (deadline <= performance.now()) return this.shed(decision, 'deadline');
    if (load === 'waits') return this.letWait(decision);
    if (this.running < this.placesFor(load)) return this.letIn(arrival, decision);
    if (load === 'bulk') return this.shed(decision, 'concurrency');
    this.enqueue(arrival, decision);
  }

  private placesFor(load: Load): number {
    return load === 'bulk' ? Math.max(1, Math.floor(this.limit * BULK_SHARE)) : this.limit;
  }

  private letIn({ kind }: Arrival, { admitted }: Decision): void {
    const began = performance.now();
    this.running += 1;
    admitted(
      once(() => {
        this.options.limit.answered(kind, performance.now() - began, this.running);
        this.running -= 1;
        this.admitNewest();
      }),
    );
  }

  private letWait(decision: Decision): void {
    if (this.waits >= this.options.maxWaits) return this.shed(decision, 'concurrency');
    this.waits += 1;
    decision.admitted(once(() => (this.waits -= 1)));
  }

  private enqueue(arrival: Arrival, decision: Decision): void {
    if (this.options.maxQueue === 0) return this.shed(decision, 'concurrency');
    if (this.queue.length >= this.options.maxQueue) this.giveUp(this.queue[0]!, 'queue_full');
    const left = arrival.deadline - performance.now();
    const longest = arrival.isPatient ? PATIENT_WAIT_MS : LONGEST_WAIT_MS;
    const reason = left < longest ? 'deadline' : 'queue_timeout';
    const timer = setTimeout(() => this.giveUp(queued, reason), Math.min(left, longest));
    const queued = { arrival, decision, timer };
    this.queue.push(queued);
  }

  private giveUp(queued: Queued, reason: ShedReason): void {
    clearTimeout(queued.timer);
    this.queue.splice(this.queue.indexOf(queued), 1);
    this.shed(queued.decision, reason);
  }

  private admitNewest(): void {
    while (this.running < this.limit) {
      const next = this.queue.pop();
      if (next === undefined) return;
      clearTimeout(next.timer);
      this.letIn(next.arrival, next.decision);
    }
  }

  private shed({ refused }: Decision, reason: ShedReason): void {
    this.options.onShed(reason);
    refused(this.refusal(reason));
  }

  private refusal(reason: ShedReason): DomainError {
    if (reason === 'deadline') return new DomainError('DEADLINE_EXCEEDED', 'the deadline passed before it was begun');
    return TOO_MANY[Math.floor(this.options.random() * TOO_MANY.length)]!;
  }
}

function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    work();
  };
}
