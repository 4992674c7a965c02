import type { RateLimit } from './principal.js';

interface Bucket {
  tokens: number;
  /** When it was filled last, in milliseconds. */
  at: number;
}

export interface Taken {
  readonly allowed: boolean;
  /** Whole calls left. */
  readonly remaining: number;
  /** Until the next call is possible where this one was not, in seconds, at least 1. */
  readonly retryAfterSeconds: number;
}

/** Most callers that are remembered; the one not seen for longest is forgotten first, and with it what it had used up. */
const MOST_BUCKETS = 20_000;

/** A token bucket for each caller: it holds `burst` tokens, gets `perSecond` of them a second, and each call takes one. */
export class TokenBuckets {
  private readonly buckets = new Map<string, Bucket>();

  constructor(
    private readonly now: () => number,
    private readonly most = MOST_BUCKETS,
  ) {}

  take(caller: string, { perSecond, burst }: RateLimit): Taken {
    const now = this.now();
    const bucket = this.buckets.get(caller) ?? { tokens: burst, at: now };
    // A clock that is set back fills nothing and takes nothing away.
    const earned = (Math.max(0, now - bucket.at) / 1_000) * perSecond;
    const tokens = Math.min(burst, bucket.tokens + earned);
    const allowed = tokens >= 1;
    bucket.tokens = allowed ? tokens - 1 : tokens;
    bucket.at = now;
    // A map keeps the order of insertion: the first is the one not seen for longest.
    this.buckets.delete(caller);
    this.buckets.set(caller, bucket);
    if (this.buckets.size > this.most) this.buckets.delete(this.buckets.keys().next().value!);
    return {
      allowed,
      remaining: Math.floor(bucket.tokens),
      retryAfterSeconds: Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond)),
    };
  }

  get size(): number {
    return this.buckets.size;
  }
}
