import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from '@jest/globals';
import { credentials } from '@grpc/grpc-js';
import { reportServing } from '@bellwether/contracts';
import type { DomainError } from '@bellwether/errors';
import { HealthRegistry } from '../src/health/index.js';
import { Metrics } from '../src/metrics/index.js';
import { channelCredentials, openWatchedNeighbour } from '../src/neighbours/index.js';
import { authority } from './certificates.js';

const report = { model_name: 'm', version: '1', replica: 'r', latency_ms_mean: 1, requests: 1 };
const children: ChildProcess[] = [];

async function startedOn(
  port: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<{ child: ChildProcess; address: string }> {
  const child = spawn(process.execPath, [new URL('neighbour-app.mjs', import.meta.url).pathname], {
    env: { ...process.env, PORT: '0', GRPC_PORT: port, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [address] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { child, address };
}

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }
});

const TIMEOUT_MS = 1_000;
const codeOf = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'OK',
    (error: DomainError) => error.code,
  );

function watched(address: string, channel = credentials.createInsecure()) {
  const metrics = new Metrics();
  const health = new HealthRegistry();
  const neighbour = openWatchedNeighbour(
    { name: 'quiet', lost: 'nothing', address, operations: { reportServing }, timeoutMs: TIMEOUT_MS },
    { metrics, health, credentials: channel },
  );
  return { neighbour, metrics, health };
}

describe('a neighbour', () => {
  it.each(['SIGKILL', 'SIGSTOP'] as const)(
    'on %s costs its callers no more than the deadline, is left alone, degrades health, and is taken up again',
    async (signal) => {
      const { child, address } = await startedOn('0');
      const { neighbour, metrics, health } = watched(address);
      const ask = () => codeOf(neighbour.client.reportServing(report));
      // The first call also opens the connection, on a machine that may be busy.
      while ((await ask()) !== 'OK');
      child.kill(signal);
      const away = ['UNAVAILABLE', 'DEADLINE_EXCEEDED'];
      while (!neighbour.isAway()) {
        const asked = performance.now();
        const code = await ask();
        // A call may still have been answered while the signal was on its way.
        expect([...away, 'OK']).toContain(code);
        expect(performance.now() - asked).toBeLessThan(TIMEOUT_MS + 1_000);
      }
      const began = performance.now();
      expect(await ask()).toBe('UNAVAILABLE');
      expect(performance.now() - began).toBeLessThan(200);
      expect(await health.report('1', new Date())).toMatchObject({
        status: 'degraded',
        checks: { neighbour_quiet: { status: 'degraded', detail: 'quiet does not answer: nothing' } },
      });
      expect(await metrics.registry.metrics()).toMatch(/bellwether_neighbour_away\{neighbour="quiet"\} 1/);
      if (signal === 'SIGSTOP') child.kill('SIGCONT');
      else await startedOn(address.split(':')[1]!);
      const deadline = performance.now() + 20_000;
      while ((await ask()) !== 'OK' && performance.now() < deadline) await new Promise((r) => setTimeout(r, 100));
      expect(neighbour.isAway()).toBe(false);
      expect((await health.report('1', new Date())).status).toBe('healthy');
      neighbour.close();
    },
    60_000,
  );

  it('is given the time that the caller has left, where that is less', async () => {
    const { child, address } = await startedOn('0');
    const { neighbour } = watched(address);
    while ((await codeOf(neighbour.client.reportServing(report))) !== 'OK');
    child.kill('SIGSTOP');
    const asked = performance.now();
    const answer = neighbour.client.reportServing(report, { deadlineMs: 100 });
    await expect(answer).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    expect(performance.now() - asked).toBeLessThan(TIMEOUT_MS);
    neighbour.close();
  });
});

it('is called over TLS where its authority is known, with a certificate of the caller where it wants one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bellwether-neighbour-tls-'));
  const ca = authority(folder, 'authority');
  const [served, caller] = [ca.issue('registry'), ca.issue('customer-analytics')];
  const { address } = await startedOn('0', {
    TLS_CERT_FILE: served.certFile,
    TLS_KEY_FILE: served.keyFile,
    TLS_CLIENT_CA_FILE: ca.certFile,
  });
  const codeWith = async (channel: ReturnType<typeof channelCredentials>) => {
    const { neighbour } = watched(address, channel);
    const code = await codeOf(neighbour.client.reportServing(report));
    neighbour.close();
    return code;
  };
  const own = { certFile: caller.certFile, keyFile: caller.keyFile };
  const known = channelCredentials({ caFile: ca.certFile, ...own });
  while ((await codeWith(known)) !== 'OK');
  expect(await codeWith(channelCredentials({ caFile: ca.certFile }))).toBe('UNAVAILABLE');
  expect(await codeWith(channelCredentials(own))).toBe('UNAVAILABLE');
  expect(() => channelCredentials({ caFile: join(folder, 'nowhere.pem') })).toThrow(/nowhere.pem cannot be read/);
  expect(await codeWith(credentials.createInsecure())).toBe('UNAVAILABLE');
  await rm(folder, { recursive: true, force: true });
});
