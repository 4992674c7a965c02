import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { requireServers } from './servers.js';

describe('the servers that the apps are told to use', () => {
  it('are passed where they listen; embedded stores need none', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      await requireServers({
        DATABASE_URL: `postgres://me@127.0.0.1:${port}/x`,
        EVENTS_URL: 'memory://',
        ANALYTICS_URL: 'chdb:///tmp/analytics',
        CACHE_URL: undefined,
      });
    } finally {
      server.close();
    }
  });

  it('are each named once where they do not, with what needs them and how to get them', async () => {
    const urls = {
      DATABASE_URL: 'postgresql://127.0.0.1:1/a',
      JOBS_URL: 'postgres://127.0.0.1:1/b',
      EVENTS_URL: 'nats://127.0.0.1:2',
    };
    await expect(requireServers(urls)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message:
        'no PostgreSQL listens at 127.0.0.1:1 (DATABASE_URL, JOBS_URL); no NATS listens at 127.0.0.1:2 (EVENTS_URL)',
      advice: expect.stringContaining('-p 4222:4222'),
    });
  });
});
