import { DomainError } from '@bellwether/errors';
import type { Redis } from 'ioredis';
import { checkKeys, checkRows, checkView } from './checks.js';
import type { OnlineRow, OnlineStore } from './online-store.js';

/** Writes a row unless a newer one stands. `eventTime` leads the text, so that it is read without the rest. */
const PUT = `
  local standing = redis.call('GET', KEYS[1])
  if standing and tonumber(string.match(standing, '^-?%d+')) > tonumber(ARGV[1]) then return 0 end
  redis.call('SET', KEYS[1], ARGV[1] .. ' ' .. ARGV[2], 'PX', ARGV[3])
  return 1`;

/** Rows that travel together. */
const BATCH = 1_000;

/** Online features on Redis, a string for each row; one command reads or deletes many, and what writes them travels together. */
export class RedisOnlineStore implements OnlineStore {
  constructor(
    private readonly redis: Redis,
    private readonly prefix: string,
  ) {}

  async put(view: string, rows: readonly OnlineRow[], ttlSeconds: number): Promise<void> {
    checkView(view);
    checkRows(rows, ttlSeconds);
    const ttlMs = Math.ceil(ttlSeconds * 1_000);
    for (const batch of batchesOf(rows)) {
      const commands = batch.reduce(
        (pipeline, { key, eventTime, values }) =>
          pipeline.eval(PUT, 1, this.place(view, key), eventTime, JSON.stringify(values), ttlMs),
        this.redis.pipeline(),
      );
      for (const [error] of (await this.asking(() => commands.exec())) ?? []) {
        if (error !== null) throw unavailable(error);
      }
    }
  }

  async get(view: string, keys: readonly string[]): Promise<readonly (OnlineRow | undefined)[]> {
    checkView(view);
    checkKeys(keys);
    const rows: (OnlineRow | undefined)[] = [];
    for (const batch of batchesOf(keys)) {
      const texts = await this.asking(() => this.redis.mget(this.placesOf(view, batch)));
      texts.forEach((text, i) => rows.push(text === null ? undefined : rowOf(batch[i]!, text)));
    }
    return rows;
  }

  async delete(view: string, keys: readonly string[]): Promise<void> {
    checkView(view);
    checkKeys(keys);
    for (const batch of batchesOf(keys)) await this.asking(() => this.redis.del(this.placesOf(view, batch)));
  }

  async *scan(view: string): AsyncIterable<OnlineRow> {
    checkView(view);
    const prefix = this.place(view, '');
    const match = `${prefix.replace(/[*?[\]\\]/g, '\\$&')}*`;
    const seen = new Set<string>();
    let cursor = '0';
    do {
      const from = cursor;
      const [next, places] = await this.asking(() => this.redis.scan(from, 'MATCH', match, 'COUNT', BATCH));
      const keys = places.map((place) => place.slice(prefix.length)).filter((key) => !seen.has(key));
      for (const row of await this.get(view, keys)) {
        // A scan may name a key twice while the table grows.
        if (row === undefined || seen.has(row.key)) continue;
        seen.add(row.key);
        yield row;
      }
      cursor = next;
    } while (cursor !== '0');
  }

  async ping(): Promise<void> {
    await this.asking(() => this.redis.ping());
  }

  async close(): Promise<void> {
    this.redis.disconnect();
  }

  private place(view: string, key: string): string {
    return `${this.prefix}:online:${view}:${key}`;
  }

  private placesOf(view: string, keys: readonly string[]): string[] {
    return keys.map((key) => this.place(view, key));
  }

  private async asking<Result>(command: () => Promise<Result>): Promise<Result> {
    try {
      return await command();
    } catch (cause) {
      throw unavailable(cause);
    }
  }
}

function* batchesOf<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let from = 0; from < items.length; from += BATCH) yield items.slice(from, from + BATCH);
}

function rowOf(key: string, text: string): OnlineRow {
  const space = text.indexOf(' ');
  return {
    key,
    eventTime: Number(text.slice(0, space)),
    values: JSON.parse(text.slice(space + 1)) as OnlineRow['values'],
  };
}

function unavailable(cause: unknown): DomainError {
  return new DomainError('UNAVAILABLE', 'the online store does not answer', { cause, retryAfterSeconds: 1 });
}
