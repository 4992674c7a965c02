import { openRedis } from '../redis/index.js';
import { faultsOf, note, wrong, PROBE_TIMEOUT_MS, type Fault, type Probe } from './probe.js';

const OLDEST = 6;

export const probeRedis: Probe = async (url, use) => {
  const { redis } = await openRedis(url.href, { commandTimeoutMs: PROBE_TIMEOUT_MS });
  try {
    const began = performance.now();
    await redis.ping();
    const latencyMs = performance.now() - began;
    const settings = new Map((await redis.info()).split('\r\n').map((line) => line.split(':', 2) as [string, string]));
    const version = settings.get('redis_version') ?? 'unknown';
    const faults = [
      ...faultsOf([
        Number.parseInt(version) < OLDEST,
        wrong(`Redis ${version} is too old`, `Use Redis ${OLDEST}.2 or later.`),
      ]),
      ...(use === 'jobs' ? asQueue(settings) : asCache(settings)),
    ];
    return { engine: 'Redis', version, latencyMs, faults };
  } finally {
    redis.disconnect();
  }
};

/** A queue must forget nothing. */
function asQueue(settings: ReadonlyMap<string, string>): Fault[] {
  const policy = settings.get('maxmemory_policy');
  return faultsOf(
    [
      policy !== 'noeviction',
      wrong(`maxmemory-policy is ${policy}: a full memory drops jobs`, 'Set maxmemory-policy noeviction.'),
    ],
    [
      settings.get('aof_enabled') === '0',
      note('appendonly is off: a restart may lose accepted jobs', 'Set appendonly yes.'),
    ],
    [settings.get('role') === 'slave', wrong('it is a read-only replica', 'Name the primary.')],
  );
}

/** A cache must know when to forget. */
function asCache(settings: ReadonlyMap<string, string>): Fault[] {
  const [policy, most] = [settings.get('maxmemory_policy'), settings.get('maxmemory')];
  return faultsOf([
    most === '0' || policy === 'noeviction',
    note(
      `maxmemory is ${most === '0' ? 'not set' : most} and maxmemory-policy ${policy}: a full memory refuses writes`,
      'Set maxmemory, and maxmemory-policy allkeys-lru, on a Redis of its own (not the one of the jobs).',
    ),
  ]);
}
