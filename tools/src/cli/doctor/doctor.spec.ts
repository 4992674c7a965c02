import { createServer, type AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from '@jest/globals';
import { fakeStack } from '../../../test/fake-stack.js';
import { recordedHost } from '../../../test/recorded-host.js';
import { reportTo } from '../report.js';
import { openSession } from '../session.js';
import { examineDisk, examineMemory, examineNode, examinePlatform } from './machine.js';
import { examinePort } from './ports.js';
import { examineStack } from './running-stack.js';
import { examineServers } from './servers.js';

describe('the machine', () => {
  it.each([
    ['20.18.1', 'wrong'],
    ['18.20.0', 'wrong'],
    ['20.19.0', 'ok'],
    ['24.0.0', 'ok'],
  ] as const)('finds Node %s %s', (version, status) => {
    expect(examineNode(version).status).toBe(status);
  });

  it('sends Windows to WSL2', () => {
    expect(examinePlatform('win32 x64')).toMatchObject({ status: 'wrong', advice: expect.stringContaining('WSL2') });
    expect(examinePlatform('darwin arm64').status).toBe('ok');
  });

  it('notes little memory without calling it a fault', () => {
    expect(examineMemory(2 ** 30, 2 ** 33)).toMatchObject({
      status: 'note',
      detail: expect.stringContaining('2.5 GiB'),
    });
    expect(examineMemory(2 ** 32, 2 ** 33).status).toBe('ok');
  });

  it('measures the disk of a folder that is not there yet', async () => {
    expect((await examineDisk('/nowhere/at/all')).detail).toMatch(/free at \/$/);
  });
});

describe('a port', () => {
  const server = createServer();
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('is found taken, then free', async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    expect(await examinePort('HTTP port', port, '--port')).toMatchObject({
      status: 'wrong',
      advice: expect.stringContaining('--port'),
    });
    await new Promise((resolve) => server.close(resolve));
    expect((await examinePort('HTTP port', port, '--port')).status).toBe('ok');
  });
});

describe('a running stack', () => {
  it('is reported with its stores and models', async () => {
    const health = {
      status: 'degraded',
      timestamp: '2026-01-31T00:00:00Z',
      version: '0.1.0',
      checks: {
        database: { status: 'ok', latency_ms: 1 },
        redis: { status: 'degraded', latency_ms: 0, detail: 'cache off' },
        mlflow: { status: 'down', latency_ms: 0 },
      },
      models_loaded: { churn_predictor: 'v1' },
    };
    const stack = await fakeStack((what) => (what === 'GET /api/v1/ml/health' ? health : undefined));
    try {
      const host = recordedHost();
      const findings = await examineStack(openSession(host, { url: stack.url }, reportTo(host, { json: false })));
      expect(findings?.map(({ what, status }) => [what, status])).toEqual([
        ['Stack', 'ok'],
        ['database', 'ok'],
        ['redis', 'note'],
        ['mlflow', 'wrong'],
        ['Models', 'ok'],
      ]);
    } finally {
      await stack.close();
    }
  });

  it('is wrong, with advice, when it is named and does not answer', async () => {
    const host = recordedHost();
    const session = openSession(host, { url: 'http://127.0.0.1:9' }, reportTo(host, { json: false }));
    expect(await examineStack(session)).toMatchObject([{ what: 'Stack', status: 'wrong' }]);
  });
});

describe('the servers that the environment names', () => {
  it('are told one by one, embedded ones too, and those that are off or not named not at all', async () => {
    const env = {
      DATABASE_URL: 'pglite://memory',
      EVENTS_URL: 'nats://me:s3cret@127.0.0.1:9',
      CACHE_URL: 'off',
      ANALYTICS_URL: '',
    };
    const findings = await examineServers(env);
    expect(findings).toEqual([
      { what: 'DATABASE_URL', status: 'ok', detail: 'PGlite, in the process' },
      {
        what: 'EVENTS_URL',
        status: 'wrong',
        detail: expect.any(String),
        advice: expect.stringMatching(/listens|there/),
      },
    ]);
    expect(JSON.stringify(findings)).not.toContain('s3cret');
  });
});
