import { DomainError } from '@bellwether/errors';

/** Where the jobs are: the server, and what every key begins with. */
export interface RedisJobsLocation {
  readonly serverUrl: string;
  readonly prefix: string;
}

/** In braces, so that a cluster keeps all keys in one slot and scripts may touch several. */
const DEFAULT_PREFIX = 'bellwether-jobs';

/**
 * `redis://host:port/db[?prefix=…]`, `rediss://…` with TLS.
 *
 * @throws INVALID_ARGUMENT for a prefix that is no plain name.
 */
export function parseRedisJobsUrl(url: string): RedisJobsLocation {
  const parsed = new URL(url);
  const prefix = parsed.searchParams.get('prefix') ?? DEFAULT_PREFIX;
  if (!/^[\w-]{1,64}$/.test(prefix)) {
    const message = `prefix of a jobs url must be 1–64 letters, digits, _ or -, got ${JSON.stringify(prefix)}`;
    throw new DomainError('INVALID_ARGUMENT', message);
  }
  parsed.search = '';
  return { serverUrl: parsed.href, prefix: `{${prefix}}` };
}

/** BullMQ's queue of a kind; it takes no colon. */
export const queueName = (kind: string) => encodeURIComponent(kind);
export const kindOf = (name: string) => decodeURIComponent(name);

/** BullMQ's id of a job; it takes no colon and no whole number. */
export const bullId = (id: string) => `~${encodeURIComponent(id)}`;
export const idOf = (bull: string) => decodeURIComponent(bull.slice(1));

/** The keys of our own, beside BullMQ's `<prefix>:<queue>:…`. */
export const keysOf = (prefix: string) => ({
  /** Set of the queues there are. */
  queues: `${prefix}:queues`,
  /** Jobs by time of arrival, members `<queue>:<id>`. */
  index: `${prefix}:index`,
  /** Schedules by when they are to be looked at. */
  schedules: `${prefix}:schedules`,
  /** What the hash of a schedule begins with; its name follows. */
  scheduleHashes: `${prefix}:schedule:`,
});

/** Fields of our own in BullMQ's hash of a job, so that they live and go with it. */
export const FIELDS = {
  attempt: 'bw-attempt',
  failures: 'bw-failures',
  started: 'bw-started',
  message: 'bw-message',
  cancelRequested: 'bw-cancel',
  cancelled: 'bw-cancelled',
} as const;
