import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { freePort } from '../src/config/index.js';
import { probeServer, type ServerUse } from '../src/probes/index.js';
import { ifInstalled, ownNats, ownRedis, ownPostgres } from '../src/testing/servers/programs.js';
import { hasServer, NATS_PORT, RABBIT_PORT } from './broker-servers.js';
import { clickHouseServer } from './own-clickhouse.js';
import { redisSpace } from './redis-server.js';
import { S3Server } from './s3-server/s3-server.js';

const severities = async (url: string, use: ServerUse) =>
  (await probeServer(url, use)).faults.map(({ severity, detail }) => `${severity}: ${detail}`);

/** A server listens before it is ready to be asked. */
async function probedWhenUp(url: string, use: ServerUse): ReturnType<typeof probeServer> {
  for (let tries = 0; tries < 100; tries += 1) {
    const probed = await probeServer(url, use);
    if (!probed.faults.some(({ detail }) => detail.includes('starting up'))) return probed;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return probeServer(url, use);
}

describe('a server that is there', () => {
  const hasNats = hasServer('NATS', NATS_PORT);
  const hasRabbit = hasServer('RabbitMQ', RABBIT_PORT);

  it('tells its version: PostgreSQL', async () => {
    const server = await ifInstalled('PostgreSQL', ownPostgres);
    if (server === null) return;
    try {
      const { engine, version, latencyMs, faults } = await probedWhenUp(server.url, 'relational');
      expect([engine, version, faults]).toEqual(['PostgreSQL', expect.stringMatching(/^\d+\.\d+/), []]);
      expect(latencyMs).toBeGreaterThan(0);
      const missing = server.url.replace(/\/postgres$/, '/nowhere');
      expect((await probeServer(missing, 'relational')).faults).toEqual([
        { severity: 'wrong', detail: expect.stringContaining('nowhere'), advice: expect.stringContaining('Create') },
      ]);
    } finally {
      await server.remove();
    }
  });

  it('tells whether it is fit: Redis for jobs and for a cache', async () => {
    const server = await ifInstalled('Redis', ownRedis);
    if (server === null) return;
    try {
      expect(await probeServer(server.url, 'jobs')).toMatchObject({ engine: 'Redis', faults: [] });
      expect(await severities(server.url, 'cache')).toEqual([expect.stringMatching(/^note: maxmemory is not set/)]);
    } finally {
      await server.remove();
    }
  });

  it('tells of a queue that may forget', async () => {
    const space = await redisSpace('probes');
    if (space === null) return;
    // The server of the tests keeps nothing on disk.
    expect(await severities(space.url, 'jobs')).toContainEqual(expect.stringMatching(/^note: appendonly is off/));
  });

  it('tells whether it has JetStream: NATS', async () => {
    if (!(await hasNats)) return;
    const probed = await probeServer(`nats://127.0.0.1:${NATS_PORT}?prefix=x`, 'events');
    expect(probed).toMatchObject({ engine: 'NATS', version: expect.stringMatching(/^2\./), faults: [] });
    const plain = await ifInstalled('NATS', () => ownNats({ jetStream: false }));
    if (plain === null) return;
    try {
      expect((await probeServer(plain.url, 'events')).faults).toEqual([
        { severity: 'wrong', detail: expect.stringContaining('JetStream'), advice: expect.stringContaining('-js') },
      ]);
    } finally {
      await plain.remove();
    }
  });

  it('tells its version: RabbitMQ, and that a password is refused, without it', async () => {
    if (!(await hasRabbit)) return;
    const probed = await probeServer(`amqp://guest:guest@127.0.0.1:${RABBIT_PORT}?prefix=x`, 'events');
    expect(probed).toMatchObject({ engine: 'RabbitMQ', version: expect.stringMatching(/^\d+\.\d+/), faults: [] });
    const refused = await probeServer(`amqp://guest:s3cret@127.0.0.1:${RABBIT_PORT}`, 'events');
    expect(refused.faults).toMatchObject([{ severity: 'wrong', advice: 'Put right user and password.' }]);
    expect(JSON.stringify(refused)).not.toContain('s3cret');
  });

  it('tells its version: ClickHouse', async () => {
    const server = await clickHouseServer();
    try {
      const probed = await probeServer(server.url, 'analytics');
      expect(probed).toMatchObject({ engine: 'ClickHouse', version: expect.stringMatching(/^\d+\./), faults: [] });
    } finally {
      server.kill();
    }
  });

  it('tells whether the bucket is there: S3', async () => {
    process.env['AWS_ACCESS_KEY_ID'] = 'tester';
    process.env['AWS_SECRET_ACCESS_KEY'] = 'the secret of the probes';
    const server = new S3Server('models', { accessKeyId: 'tester', secretAccessKey: 'the secret of the probes' }, 3);
    const endpoint = await server.start();
    try {
      expect(await severities(`s3://models?endpoint=${endpoint}`, 'artifacts')).toEqual([]);
      expect(await severities(`s3://others?endpoint=${endpoint}`, 'artifacts')).toHaveLength(1);
    } finally {
      await server.stop();
    }
  });

  it('tells its version: a registry', async () => {
    const server = createServer((request, response) => response.end(request.url === '/version' ? '3.1.0' : 'OK'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const probed = await probeServer(`http://127.0.0.1:${port}`, 'registry');
    server.close();
    expect(probed).toMatchObject({ engine: 'MLflow registry', version: '3.1.0', faults: [] });
  });
});

describe('a server that is not there', () => {
  let port: number;
  const urls: readonly (readonly [ServerUse, (port: number) => string])[] = [
    ['relational', (at) => `postgres://me:s3cret@127.0.0.1:${at}/x`],
    ['jobs', (at) => `redis://me:s3cret@127.0.0.1:${at}/0`],
    ['cache', (at) => `redis://me:s3cret@127.0.0.1:${at}/0`],
    ['events', (at) => `nats://me:s3cret@127.0.0.1:${at}`],
    ['events', (at) => `amqp://me:s3cret@127.0.0.1:${at}`],
    ['analytics', (at) => `http://me:s3cret@127.0.0.1:${at}`],
    ['artifacts', (at) => `s3://models?endpoint=http://127.0.0.1:${at}`],
    ['registry', (at) => `http://127.0.0.1:${at}`],
  ];

  it.each(urls)('is wrong, with advice and without its password: %s', async (use, urlAt) => {
    port ??= await freePort('127.0.0.1');
    const { faults } = await probeServer(urlAt(port), use);
    expect(faults).toEqual([
      {
        severity: 'wrong',
        detail: expect.any(String),
        advice: expect.stringMatching(/Nothing listens there|reachable/),
      },
    ]);
    expect(JSON.stringify(faults)).not.toContain('s3cret');
  });
});

it.each([
  ['mysql://me:s3cret@there/x', 'relational'],
  ['not a url', 'events'],
  ['http://there', 'cache'],
] as const)('%s is no server for its use', async (url, use) => {
  const { faults } = await probeServer(url, use);
  expect(faults).toMatchObject([{ severity: 'wrong', detail: expect.stringContaining('names no server') }]);
  expect(JSON.stringify(faults)).not.toContain('s3cret');
});

it.each(['pglite://memory', 'chdb:///x', 'memory://', 'log:///x', 'file:///x'])('%s needs no server', async (url) => {
  expect((await probeServer(url, 'events')).faults).toEqual([]);
});
