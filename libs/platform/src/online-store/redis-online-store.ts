import { DomainError } from '@bellwether/errors';
import type { ChainableCommander, Redis } from 'ioredis';
import { checkKeys, checkRows, checkView } from './checks.js';
import type { OnlineRow, OnlineStore } from './online-store.js';

/** Writes a row unless a newer one stands. `eventTime` leads the text, so that it is read without the rest. */
const PUT = `
  local standing = redis.call('GET', KEYS[1])
  if standing and tonumber(string.match(standing, '^-?%d+')) > tonumber(ARGV[1]) then return 0 end
  redis.call('SET', KEYS[1], ARGV[1] .. ' ' .. ARGV[2], 'PX', ARGV[3])
  return 1`;

/** Commands sent together. */
const BATCH = 1_000;

/** Online features on Redis, a string for each row; commands of many rows travel together. */
export class RedisOnlineStore implements OnlineStore {
  constructor(
    private readonly redis: Redis,
    private readonly prefix: string,
  ) {}

  async put(view: string, rows: readonly OnlineRow[], ttlSeconds: number): Promise<void> {
    checkView(view);
    checkRows(rows, ttlSeconds);
    const ttlMs = Math.ceil(ttlSeconds * 1_000);
    await this.inBatches(rows, (batch, { key, eventTime, values }) =>
      batch.eval(PUT, 1, this.place(view, key), eventTime, JSON.stringify(values), ttlMs),
    );
  }

  async get(view: string, keys: readonly string[]): Promise<readonly (OnlineRow | undefined)[]> {
    checkView(view);
    checkKeys(keys);
    const texts = await this.inBatches(keys, (batch, key) => batch.get(this.place(view, key)));
    return texts.map((text, i) => (typeof text === 'string' ? rowOf(keys[i]!, text) : undefined));
  }

  async delete(view: string, keys: readonly string[]): Promise<void> {
    checkView(view);
    checkKeys(keys);
    await this.inBatches(keys, (batch, key) => batch.del(this.place(view, key)));
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

  private async inBatches<Item>(
    items: readonly Item[],
    add: (batch: ChainableCommander, item: Item) => ChainableCommander,
  ): Promise<unknown[]> {
    const answers: unknown[] = [];
    for (let from = 0; from < items.length; from += BATCH) {
      const batch = items.slice(from, from + BATCH).reduce(add, this.redis.pipeline());
      for (const [error, answer] of (await this.asking(() => batch.exec())) ?? []) {
        if (error !== null) throw unavailable(error);
        answers.push(answer);
      }
    }
    return answers;
  }

  private async asking<Result>(command: () => Promise<Result>): Promise<Result> {
    try {
      return await command();
    } catch (cause) {
      throw unavailable(cause);
    }
  }
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
