import { DomainError } from '@bellwether/errors';
import { circuitBreaker, ConsecutiveBreaker, handleAll, type CircuitBreakerPolicy } from 'cockatiel';
import type { Redis } from 'ioredis';
import type { Cache, CacheOptions } from './cache.js';
import { isDue, readStored, writeStored, type Stored } from './early-refresh.js';
import { lifetime, settingsOf, type CacheSettings } from './settings.js';
import { SingleFlight } from './single-flight.js';

/**
 * The generation of a scope and the value of a key in it, in one round trip. A scope forgotten has a new generation, and
 * what was kept under the old one runs out unread. All keys of a scope share a hash tag, as a cluster wants it.
 */
const LOOK_UP = `
  local generation = redis.call('GET', KEYS[1]) or '0'
  return { generation, redis.call('GET', KEYS[1] .. ':' .. generation .. ':' .. ARGV[1]) }`;

/** After so many failures in a row the server is left alone for a while. */
const FAILURES_TO_OPEN = 3;
const LEAVE_ALONE_MS = 1_000;

interface Found {
  readonly generation: string;
  readonly stored: Stored | undefined;
}

/** A cache on Redis that all replicas share. A server that is away or slow is a miss, and soon not even asked. */
export class RedisCache implements Cache {
  private readonly flights = new SingleFlight<string>();
  private readonly breaker: CircuitBreakerPolicy = circuitBreaker(handleAll, {
    halfOpenAfter: LEAVE_ALONE_MS,
    breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN),
  });
  private readonly settings: CacheSettings;

  constructor(
    private readonly redis: Redis,
    private readonly prefix: string,
    options: CacheOptions = {},
  ) {
    this.settings = settingsOf(options);
  }

  async through(scope: string, key: string, compute: () => string | Promise<string>): Promise<string> {
    const flight = `${scope}\n${key}`;
    const joined = this.flights.joined(flight);
    if (joined !== undefined) {
      this.settings.observe('shared');
      return joined;
    }
    return this.flights.start(flight, () => this.lookUpOrCompute(scope, key, compute));
  }

  /** Best effort: a server that is away forgets by its time to live. */
  async forget(scope: string): Promise<void> {
    // Who asks from now on must not be given what was begun before.
    this.flights.part(`${scope}\n`);
    await this.asking(() => this.redis.incr(this.scopeKey(scope)));
  }

  async ping(): Promise<void> {
    try {
      await this.redis.ping();
    } catch (cause) {
      throw new DomainError('UNAVAILABLE', 'the cache does not answer', { cause });
    }
  }

  async close(): Promise<void> {
    this.redis.disconnect();
  }

  private async lookUpOrCompute(scope: string, key: string, compute: () => string | Promise<string>): Promise<string> {
    const { now, random, observe } = this.settings;
    const found = await this.asking(() => this.lookUp(scope, key));
    if (found?.stored !== undefined && !isDue(found.stored, now(), random)) {
      observe('hit');
      return found.stored.value;
    }
    observe(found === undefined ? 'error' : 'miss');
    const started = performance.now();
    const value = await compute();
    // Not waited for: the answer does not need it.
    if (found !== undefined) void this.keep(scope, key, found.generation, value, performance.now() - started);
    return value;
  }

  private async lookUp(scope: string, key: string): Promise<Found> {
    const [generation, text] = (await this.redis.eval(LOOK_UP, 1, this.scopeKey(scope), key)) as [
      string,
      string | null,
    ];
    return { generation, stored: text === null ? undefined : readStored(text) };
  }

  private async keep(scope: string, key: string, generation: string, value: string, costMs: number): Promise<void> {
    const { now, maxValueSize } = this.settings;
    if (value.length > maxValueSize) return;
    const ttl = lifetime(this.settings);
    const text = writeStored({ value, until: now() + ttl, costMs });
    await this.asking(() => this.redis.set(`${this.scopeKey(scope)}:${generation}:${key}`, text, 'PX', ttl));
  }

  /** @returns undefined where the server did not answer, or is left alone. */
  private asking<Result>(command: () => Promise<Result>): Promise<Result | undefined> {
    return this.breaker.execute(command).catch(() => undefined);
  }

  private scopeKey(scope: string): string {
    return `${this.prefix}:cache:{${scope}}`;
  }
}
