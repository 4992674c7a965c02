import type { Redis } from 'ioredis';
import { FIELDS, keysOf } from './bull-layout.js';

/** BullMQ's states are where the id of a job is: in one of its lists or sorted sets. */
const STATE = `
local function state(queue, id)
  if redis.call('ZSCORE', queue .. ':completed', id) then return 'succeeded' end
  if redis.call('ZSCORE', queue .. ':failed', id) then return 'failed' end
  if redis.call('LPOS', queue .. ':active', id) then return 'running' end
  return 'queued'
end
`;

/** The job of an id is in one of the few queues there are. KEYS: queues. ARGV: prefix, id. */
const FIND = `${STATE}
for _, name in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  local queue = ARGV[1] .. ':' .. name
  local fields = redis.call('HGETALL', queue .. ':' .. ARGV[2])
  if #fields > 0 then return { name, ARGV[2], state(queue, ARGV[2]), fields } end
end
return false`;

/** Jobs by arrival, the newest first. KEYS: index. ARGV: prefix, from, to. */
const PAGE = `${STATE}
local page = {}
for i, member in ipairs(redis.call('ZREVRANGE', KEYS[1], ARGV[2], ARGV[3])) do
  local name, id = string.match(member, '^([^:]+):(.+)$')
  local queue = ARGV[1] .. ':' .. name
  page[i] = { name, id, state(queue, id), redis.call('HGETALL', queue .. ':' .. id) }
end
return page`;

/** KEYS: queues. ARGV: prefix. */
const COUNT = `
local counts = {}
for i, name in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  local queue = ARGV[1] .. ':' .. name
  local queued = redis.call('LLEN', queue .. ':wait') + redis.call('ZCARD', queue .. ':prioritized')
    + redis.call('ZCARD', queue .. ':delayed')
  counts[i] = { name, queued, redis.call('LLEN', queue .. ':active') }
end
return counts`;

/**
 * Ends a job that nobody runs, as failed: BullMQ itself ends only what runs. One that runs is marked, if asked to.
 * KEYS: job. ARGV: queue, id, now, reason, 1 for a cancellation. Returns what the job was.
 */
const END_QUEUED = `${STATE}
local queue, id, now = ARGV[1], ARGV[2], ARGV[3]
local was = state(queue, id)
if was == 'running' and ARGV[5] == '1' then redis.call('HSET', KEYS[1], '${FIELDS.cancelRequested}', 1) end
if was ~= 'queued' then return was end
redis.call('LREM', queue .. ':wait', 1, id)
redis.call('ZREM', queue .. ':prioritized', id)
redis.call('ZREM', queue .. ':delayed', id)
redis.call('ZADD', queue .. ':failed', now, id)
redis.call('HSET', KEYS[1], 'finishedOn', now, 'failedReason', ARGV[4])
if ARGV[5] == '1' then redis.call('HSET', KEYS[1], '${FIELDS.cancelled}', 1) end
return was`;

/** A job just taken. KEYS: job, checkpoint, index. ARGV: member, arrival, now. */
const BEGIN = `
redis.call('ZADD', KEYS[3], 'NX', ARGV[2], ARGV[1])
redis.call('HSETNX', KEYS[1], '${FIELDS.started}', ARGV[3])
return { redis.call('HINCRBY', KEYS[1], '${FIELDS.attempt}', 1), redis.call('GET', KEYS[2]),
  redis.call('HMGET', KEYS[1], '${FIELDS.failures}', '${FIELDS.message}', 'progress') }`;

/** Renews a lock as BullMQ does, with what has changed. KEYS: lock, stalled, job. ARGV: token, ms, id, progress, message. */
const RENEW = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return -6 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
redis.call('SREM', KEYS[2], ARGV[3])
redis.call('HSET', KEYS[3], 'progress', ARGV[4], '${FIELDS.message}', ARGV[5])
return redis.call('HEXISTS', KEYS[3], '${FIELDS.cancelRequested}')`;

/** KEYS: lock, checkpoint. ARGV: token, state, seconds to keep. */
const SAVE = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return -6 end
redis.call('SET', KEYS[2], ARGV[2], 'EX', ARGV[3])
return 0`;

/** Takes back the count of a try. KEYS: lock, job. ARGV: token. */
const UNCOUNT = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return -6 end
return redis.call('HINCRBY', KEYS[2], '${FIELDS.attempt}', -1)`;

/** A job as Redis has it: queue, BullMQ's id, state, the hash as names and values in turn. */
export type RawJob = readonly [queue: string, id: string, state: string, fields: readonly string[]];

/** What BullMQ has no call for, each in one step on the server. The key layout is that of BullMQ 5 and 6. */
export class BullScripts {
  constructor(
    private readonly redis: Redis,
    private readonly prefix: string,
  ) {}

  async find(id: string): Promise<RawJob | null> {
    return (await this.redis.eval(FIND, 1, keysOf(this.prefix).queues, this.prefix, id)) as RawJob | null;
  }

  async page(from: number, to: number): Promise<RawJob[]> {
    return (await this.redis.eval(PAGE, 1, keysOf(this.prefix).index, this.prefix, from, to)) as RawJob[];
  }

  async count(): Promise<(readonly [queue: string, queued: number, running: number])[]> {
    const counts = await this.redis.eval(COUNT, 1, keysOf(this.prefix).queues, this.prefix);
    return counts as (readonly [string, number, number])[];
  }

  /** @returns what the job was; it is changed only if queued, or marked if running and cancelled. */
  async endQueued(queue: string, id: string, reason: string, isCancelled: boolean): Promise<string> {
    const key = `${this.prefix}:${queue}`;
    const values = [key, id, Date.now(), reason, isCancelled ? '1' : '0'];
    return (await this.redis.eval(END_QUEUED, 1, `${key}:${id}`, ...values)) as string;
  }

  async begin(queue: string, id: string, arrivedAt: number): Promise<Begun> {
    const job = `${this.prefix}:${queue}:${id}`;
    const keys = [job, checkpointKey(job), keysOf(this.prefix).index];
    const raw = await this.redis.eval(BEGIN, 3, ...keys, `${queue}:${id}`, arrivedAt, Date.now());
    const [attempt, checkpoint, [failures, message, progress]] = raw as [number, string | null, (string | null)[]];
    return {
      attempt,
      checkpoint,
      failures: Number(failures ?? 0),
      message: message ?? '',
      progress: Number(progress ?? 0),
    };
  }

  /** @returns whether to cancel. @throws BullMQ's code −6 for a lock of another. */
  async renew(
    queue: string,
    id: string,
    token: string,
    ms: number,
    progress: number,
    message: string,
  ): Promise<boolean> {
    const job = `${this.prefix}:${queue}:${id}`;
    const keys = [`${job}:lock`, `${this.prefix}:${queue}:stalled`, job];
    return held(await this.redis.eval(RENEW, 3, ...keys, token, ms, id, progress, message)) === 1;
  }

  async save(queue: string, id: string, token: string, stateJson: string, keepSeconds: number): Promise<void> {
    const job = `${this.prefix}:${queue}:${id}`;
    held(await this.redis.eval(SAVE, 2, `${job}:lock`, checkpointKey(job), token, stateJson, keepSeconds));
  }

  async uncount(queue: string, id: string, token: string): Promise<void> {
    const job = `${this.prefix}:${queue}:${id}`;
    held(await this.redis.eval(UNCOUNT, 2, `${job}:lock`, job, token));
  }

  async dropCheckpoint(queue: string, id: string): Promise<void> {
    await this.redis.del(checkpointKey(`${this.prefix}:${queue}:${id}`));
  }
}

/** What a job just taken goes on from. */
export interface Begun {
  readonly attempt: number;
  readonly failures: number;
  readonly progress: number;
  readonly message: string;
  readonly checkpoint: string | null;
}

function checkpointKey(job: string): string {
  return `${job}:checkpoint`;
}

/** The answer of a script that a lock guards; as an error of BullMQ's where the lock is another's. */
function held(answer: unknown): unknown {
  if (answer === -6) throw Object.assign(new Error('lock mismatch'), { code: -6 });
  return answer;
}
