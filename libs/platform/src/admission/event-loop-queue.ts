/** After so long without a short turn a queue is standing, in milliseconds; until then it is a burst, which passes. */
const INTERVAL_MS = 80;
/** How long a request may have waited in its turn while a queue stands, in milliseconds. */
const TARGET_MS = 2;
/** So many of a turn are answered even then. */
const FEW_REQUESTS = 4;
/** So soon after requests were late a new queue is the same overload and no burst, in milliseconds. */
const REMEMBERED_MS = 2_000;
/** The first requests of a process take many times what the later do, as its code is compiled: they are never late. */
const COLD_REQUESTS = 200;

/**
 * The queue before a single-threaded server, which nothing in the process can count: requests wait in sockets until the
 * event loop comes round. When it does it handles all that were ready, one after the other, so that the time since the
 * turn began is what the next has waited at the least. A turn begins with its first request and ends with the
 * immediates, which run when the ready sockets are done.
 *
 * A turn that takes long is either a burst, which passes, or one of many, an overload: then what has waited longer than a
 * short target is late, and refusing it costs a fraction of answering it. That difference is the controlled delay of
 * CoDel, in the form that suits servers. What makes an overload is much longer than the target in one: some dozens of
 * callers that each wait for their answer make long turns and no longer ones, and none of them is refused.
 *
 * @see Maurer (2015), Fail at Scale, ACM Queue 13(8); Nichols & Jacobson (2012), Controlling Queue Delay, ACM Queue 10(5).
 */
export class EventLoopQueue {
  private turnBegan: number | undefined;
  private turnEnded = -Infinity;
  private lastCalm = -Infinity;
  private lastLate = -Infinity;
  private seen = 0;
  private inTurn = 0;

  /** @param shortMs how long a turn may be that shows that no queue stands. */
  constructor(
    private readonly shortMs: number,
    private readonly now: () => number = () => performance.now(),
    private readonly atTurnsEnd: (callback: () => void) => void = setImmediate,
  ) {}

  /**
   * Whether what is handled now has waited too long to be begun.
   *
   * @param patience share of the allowed times that it gets, in (0, 1].
   * @param isNew whether it was not asked about before: a request counts once.
   */
  isLate(patience = 1, isNew = true): boolean {
    const now = this.now();
    if (isNew) {
      this.seen += 1;
      this.inTurn += 1;
    }
    if (this.turnBegan === undefined) {
      this.begin(now);
      return false;
    }
    if (this.seen <= COLD_REQUESTS || this.inTurn <= FEW_REQUESTS) return false;
    if (!this.stands(now, now - this.turnBegan, patience) || now - this.turnBegan <= TARGET_MS * patience) return false;
    this.lastLate = now;
    return true;
  }

  /** Whether turns have been long for some time; one that is under way is not long before it is longer than a short one. */
  private stands(now: number, elapsed: number, patience: number): boolean {
    if (now - this.lastLate < REMEMBERED_MS) return true;
    const isLong = elapsed > this.shortMs || this.lastCalm < this.turnEnded;
    return isLong && now - this.lastCalm > INTERVAL_MS * patience;
  }

  private begin(now: number): void {
    this.turnBegan = now;
    this.inTurn = 1;
    // Idle in between: whatever stood before is gone.
    if (now - this.turnEnded > TARGET_MS) this.lastCalm = now;
    this.atTurnsEnd(() => {
      this.turnEnded = this.now();
      if (this.turnEnded - now <= this.shortMs) this.lastCalm = this.turnEnded;
      this.turnBegan = undefined;
    });
  }
}
