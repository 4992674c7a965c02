/** How many requests of one kind the time that is usual for it is averaged over. */
const USUAL_OVER = 500;
/** Times the usual that is still no sign of a queue somewhere. */
const TOLERANCE = 1.5;
/** Of one request, so that a single slow one counts for no more. */
const MOST_TIMES_USUAL = 10;

export interface LimitBounds {
  readonly least: number;
  readonly first: number;
  readonly most: number;
}

/**
 * How many requests may be under way at once, found from how long they take: while they take no longer than usual there
 * is room for more (the square root of the limit, as a queue that keeps servers busy), and when they take longer, work
 * queues behind a store or a neighbour and the limit falls in proportion. Times are compared with what is usual for
 * their own kind, or a rare slow operation would look like an overload of the fast ones.
 *
 * The limit only moves while it is being used: a quiet server learns nothing about how much it can take.
 *
 * @see Netflix, concurrency-limits, Gradient2Limit.
 */
export class ConcurrencyLimit {
  private readonly usual = new Map<string, { ms: number; counted: number }>();
  private timesUsual = 1;
  private limit: number;

  constructor(private readonly bounds: LimitBounds) {
    this.limit = Math.min(bounds.first, bounds.most);
  }

  get current(): number {
    return Math.floor(this.limit);
  }

  /**
   * Learns from an answer.
   *
   * @param kind of a closed set, such as the route.
   * @param inFlight how many were under way, this one among them.
   */
  answered(kind: string, milliseconds: number, inFlight: number): void {
    const times = Math.min(milliseconds / this.usualOf(kind, milliseconds), MOST_TIMES_USUAL);
    this.timesUsual += (times - this.timesUsual) / 10;
    if (inFlight * 2 < this.limit) return;
    const gradient = Math.min(1, Math.max(0.5, TOLERANCE / this.timesUsual));
    const next = this.limit * gradient + Math.sqrt(this.limit);
    // One whole step takes as many answers as there are places, which is one round of all of them.
    const moved = this.limit + (next - this.limit) / this.limit;
    this.limit = Math.min(this.bounds.most, Math.max(this.bounds.least, moved));
  }

  private usualOf(kind: string, milliseconds: number): number {
    const known = this.usual.get(kind) ?? { ms: milliseconds, counted: 0 };
    known.counted = Math.min(known.counted + 1, USUAL_OVER);
    known.ms += (milliseconds - known.ms) / known.counted;
    this.usual.set(kind, known);
    return Math.max(known.ms, Number.MIN_VALUE);
  }
}
