import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../src/config/index.js';

const { env } = process;
const HOST = env['REDIS_HOST'] ?? '127.0.0.1';

/** A client that tells at once whether there is a server. */
const probe = (port: number) =>
  new Redis({ host: HOST, port, lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });

export interface RedisSpace {
  /** With a prefix of this test's own. */
  readonly url: string;
  /** Deletes all that was written under the prefix. */
  clear(): Promise<void>;
}

/** A prefix of the test's own on the Redis server, or null with the reason printed. In CI its absence is a failure. */
export async function redisSpace(name: string): Promise<RedisSpace | null> {
  const prefix = `test-${name}-${process.pid}`;
  const client = probe(6379);
  // What is wrong is told by the connection attempt.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    if (env['CI'] === 'true') throw error;
    console.warn(`skipped on Redis: no server at ${HOST}:6379 (${String(error)})`);
    return null;
  }
  client.disconnect();
  const clear = async () => {
    const cleaner = probe(6379);
    await cleaner.connect();
    for await (const keys of cleaner.scanStream({ match: `*${prefix}*`, count: 1_000 }) as AsyncIterable<string[]>) {
      if (keys.length > 0) await cleaner.del(...keys);
    }
    cleaner.disconnect();
  };
  return { url: `redis://${HOST}:6379/0?prefix=${prefix}`, clear };
}

export interface OwnRedis {
  readonly url: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Stops it from answering without closing its connections. */
  pause(): void;
  resume(): void;
  remove(): Promise<void>;
}

/** A Redis server of the test's own, which it may stop and start. It keeps every write on disk. */
export async function ownRedis(): Promise<OwnRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'bellwether-redis-'));
  const port = await freePort('127.0.0.1');
  let server: ReturnType<typeof spawn> | undefined;
  const start = async () => {
    const options = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
    server = spawn('redis-server', [...options, '--appendonly', 'yes', '--appendfsync', 'always'], { stdio: 'ignore' });
    await Promise.race([
      once(server, 'spawn'),
      once(server, 'error').then(([error]) => Promise.reject(error as Error)),
    ]);
    for (let tries = 0; ; tries += 1) {
      const client = probe(port);
      client.on('error', () => undefined);
      const up = await client.ping().then(
        () => true,
        () => false,
      );
      client.disconnect();
      if (up) return;
      if (tries === 100) throw new Error(`redis-server does not answer on port ${port}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const stop = async () => {
    if (server === undefined) return;
    const ended = once(server, 'exit');
    server.kill('SIGCONT');
    server.kill('SIGKILL');
    await ended;
    server = undefined;
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}/0`,
    start,
    stop,
    pause: () => void server?.kill('SIGSTOP'),
    resume: () => void server?.kill('SIGCONT'),
    remove: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
