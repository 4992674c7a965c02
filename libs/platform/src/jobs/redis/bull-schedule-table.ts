import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { DueSchedule, ScheduleRecord, ScheduleTable, TickEnd } from '../schedules/schedule-table.js';
import { keysOf } from './bull-layout.js';
import { onRedis } from './redis-failure.js';

/**
 * KEYS: schedules, scored by when they are to be looked at. ARGV: prefix of a schedule's hash, name, how many others may
 * be, kind, payload, cron, time zone, next instant in ms or ''.
 */
const PUT = `
local key, name, next = ARGV[1] .. ARGV[2], ARGV[2], ARGV[8]
if not redis.call('ZSCORE', KEYS[1], name) and redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[3]) then return false end
local was = redis.call('HMGET', key, 'cron', 'timeZone', 'nextAt')
if was[1] == ARGV[6] and was[2] == ARGV[7] and was[3] ~= '' and next ~= '' then next = was[3] end
redis.call('HSET', key, 'name', name, 'kind', ARGV[4], 'payload', ARGV[5], 'cron', ARGV[6], 'timeZone', ARGV[7],
  'nextAt', next)
redis.call('HDEL', key, 'claim')
redis.call('ZADD', KEYS[1], next == '' and '+inf' or next, name)
return redis.call('HGETALL', key)`;

/** KEYS: schedules. ARGV: prefix. */
const ALL = `
local all = {}
for i, name in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do all[i] = redis.call('HGETALL', ARGV[1] .. name) end
return all`;

/** KEYS: schedules. ARGV: prefix, name. */
const REMOVE = `
redis.call('DEL', ARGV[1] .. ARGV[2])
return redis.call('ZREM', KEYS[1], ARGV[2])`;

/** A claim moves the next look to its end. KEYS: schedules. ARGV: prefix, now, end of the claim, token. */
const CLAIM = `
local due = {}
for i, name in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[2])) do
  redis.call('ZADD', KEYS[1], ARGV[3], name)
  redis.call('HSET', ARGV[1] .. name, 'claim', ARGV[4])
  due[i] = redis.call('HGETALL', ARGV[1] .. name)
end
return due`;

/** KEYS: schedules. ARGV: prefix, name, token, next instant, last job or ''. */
const ADVANCE = `
local key = ARGV[1] .. ARGV[2]
if redis.call('HGET', key, 'claim') ~= ARGV[3] then return 0 end
redis.call('HSET', key, 'nextAt', ARGV[4], 'lastJobId', ARGV[5])
redis.call('HDEL', key, 'claim')
return redis.call('ZADD', KEYS[1], ARGV[4], ARGV[2])`;

/**
 * Schedules in Redis, beside BullMQ's keys. BullMQ's own job schedulers enqueue the next job when the one before is
 * taken, for workers that it runs itself: they neither skip while one runs nor make up for missed ticks once.
 */
export class BullScheduleTable implements ScheduleTable {
  private readonly index: string;
  private readonly hashes: string;

  constructor(
    private readonly redis: Redis,
    prefix: string,
  ) {
    ({ schedules: this.index, scheduleHashes: this.hashes } = keysOf(prefix));
  }

  async put(record: Omit<ScheduleRecord, 'lastJobId'>, most: number): Promise<ScheduleRecord | null> {
    const { name, kind, payloadJson, cron, timeZone, nextAt } = record;
    const values = [name, most, kind, payloadJson, cron, timeZone, nextAt?.getTime() ?? ''];
    const kept = await this.run<string[] | null>(PUT, values);
    return kept && recordOf(kept);
  }

  async all(): Promise<ScheduleRecord[]> {
    const records = (await this.run<string[][]>(ALL, [])).map(recordOf);
    return records.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async remove(name: string): Promise<boolean> {
    return (await this.run<number>(REMOVE, [name])) === 1;
  }

  async claimDue(now: Date, claimMs: number): Promise<DueSchedule[]> {
    const claim = randomUUID();
    const due = await this.run<string[][]>(CLAIM, [now.getTime(), now.getTime() + claimMs, claim]);
    return due.map((fields) => ({ record: recordOf(fields) as DueSchedule['record'], claim }));
  }

  async advance({ record, claim }: DueSchedule, { nextAt, lastJobId }: TickEnd): Promise<void> {
    await this.run(ADVANCE, [record.name, claim, nextAt.getTime(), lastJobId ?? '']);
  }

  private run<Answer>(script: string, values: readonly (string | number)[]): Promise<Answer> {
    const answer = () => this.redis.eval(script, 1, this.index, this.hashes, ...values) as Promise<Answer>;
    return onRedis(this.redis, answer);
  }
}

/** @param fields names and values in turn. */
function recordOf(fields: readonly string[]): ScheduleRecord {
  const hash = new Map<string, string>();
  for (let i = 0; i + 1 < fields.length; i += 2) hash.set(fields[i]!, fields[i + 1]!);
  const nextAt = hash.get('nextAt')!;
  return {
    name: hash.get('name')!,
    kind: hash.get('kind')!,
    payloadJson: hash.get('payload')!,
    cron: hash.get('cron')!,
    timeZone: hash.get('timeZone')!,
    nextAt: nextAt === '' ? null : new Date(Number(nextAt)),
    lastJobId: hash.get('lastJobId') || null,
  };
}
