import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { afterAll, describe, expect, it } from '@jest/globals';
import { AnalyticsProxy, openAnalyticsStore, serveAnalytics, type AnalyticsStore } from '../src/analytics/index.js';
import { describeAnalyticsConformance } from './analytics.conformance.js';
import { clickHouseServer } from './own-clickhouse.js';

const root = await mkdtemp(join(tmpdir(), 'bellwether-analytics-'));
afterAll(() => rm(root, { recursive: true, force: true }));
const url = (folder: string) => `chdb://${join(root, folder)}`;

describeAnalyticsConformance('chDB in memory', () => openAnalyticsStore('chdb://memory'));
describeAnalyticsConformance('chDB in a folder', () => openAnalyticsStore(url('conformance')));

/** A store seen through a port; closing the proxy closes the store behind it too. */
async function openThroughPort(): Promise<AnalyticsStore> {
  const store = await openAnalyticsStore('chdb://memory');
  const { port1, port2 } = new MessageChannel();
  serveAnalytics(store, port1);
  const proxy = new AnalyticsProxy(port2);
  const close = proxy.close.bind(proxy);
  return Object.assign(proxy, { close: () => close().then(() => store.close()) });
}
describeAnalyticsConformance('a proxy of another thread', openThroughPort);

/** Over HTTP, in front of an engine of a process of its own, which starts anew for each test. */
async function openOverHttp(): Promise<AnalyticsStore> {
  const server = await clickHouseServer();
  const store = await openAnalyticsStore(server.url);
  const close = store.close.bind(store);
  return Object.assign(store, {
    close: async () => {
      await close();
      server.kill();
    },
  });
}
describeAnalyticsConformance('a ClickHouse server over HTTP', openOverHttp);

describe('chDB of one process', () => {
  it('keeps a folder’s tables when it is closed and opened again', async () => {
    const first = await openAnalyticsStore(url('kept'));
    await first.command('CREATE TABLE kept (n UInt8) ENGINE = MergeTree ORDER BY n');
    await first.insert('kept', [{ n: 7 }]);
    await first.close();
    const second = await openAnalyticsStore(url('kept'));
    expect(await second.rows('SELECT n FROM kept')).toEqual([{ n: 7 }]);
    await second.close();
  });

  it('is shared by all who open the folder, and refuses another folder and another process meanwhile', async () => {
    const [one, two] = await Promise.all([openAnalyticsStore(url('shared')), openAnalyticsStore(url('shared'))]);
    await one.close();
    expect(await two.rows('SELECT 1 AS still')).toEqual([{ still: 1 }]);
    await expect(openAnalyticsStore(url('other'))).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
    const script = `
      const { openAnalyticsStore } = await import('@bellwether/platform/analytics');
      await openAnalyticsStore(process.argv[1]).catch((error) => console.log(error.code, error.message));`;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script, url('shared')], {
      encoding: 'utf8',
    });
    expect(stdout).toMatch(new RegExp(`^FAILED_PRECONDITION .*process ${process.pid} `));
    await two.close();
  });

  it('lets a running query end before it closes, and refuses later ones', async () => {
    const store = await openAnalyticsStore('chdb://memory');
    const running = store.rows('SELECT sum(sipHash64(number)) > 0 AS done FROM numbers(3000000)');
    await store.close();
    expect(await running).toEqual([{ done: 1 }]);
    await expect(store.rows('SELECT 1')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('gives up a statement after its time, and refuses more than may wait', async () => {
    const store = await openAnalyticsStore('chdb://memory', { statementTimeoutSeconds: 1, maxWaiting: 1 });
    const slow = () => store.rows('SELECT sum(sipHash64(number)) FROM numbers(100000000000)');
    const outcomes = await Promise.allSettled([slow(), slow(), store.rows('SELECT 1 AS one'), store.rows('SELECT 1')]);
    expect(outcomes).toEqual([
      { status: 'rejected', reason: expect.objectContaining({ code: 'DEADLINE_EXCEEDED' }) },
      { status: 'rejected', reason: expect.objectContaining({ code: 'DEADLINE_EXCEEDED' }) },
      { status: 'fulfilled', value: [{ one: 1 }] },
      { status: 'rejected', reason: expect.objectContaining({ code: 'RESOURCE_EXHAUSTED' }) },
    ]);
    await store.close();
  });
});

describe('AnalyticsProxy', () => {
  it('rejects what still waits when it is closed', async () => {
    const { port1, port2 } = new MessageChannel();
    const proxy = new AnalyticsProxy(port2);
    const waiting = proxy.rows('SELECT 1');
    await proxy.close();
    await expect(waiting).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(proxy.matrix('SELECT 1')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    port1.close();
  });

  it('rejects what still waits when the other thread goes away', async () => {
    const { port1, port2 } = new MessageChannel();
    const waiting = new AnalyticsProxy(port2).rows('SELECT 1');
    port1.close();
    await expect(waiting).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('refuses what cannot cross a thread', async () => {
    const { port1, port2 } = new MessageChannel();
    const proxy = new AnalyticsProxy(port2);
    await expect(proxy.insert('t', [{ f: () => 1 }])).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await proxy.close();
    port1.close();
  });
});

describe('the url of an analytics store', () => {
  it.each(['chdb://', 'chdb:///', 'chdb://folder', 'clickhouse://x', 'nonsense'])('is refused: %s', async (bad) => {
    await expect(openAnalyticsStore(bad)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  it('names a server that is not there as unavailable', async () => {
    const store = await openAnalyticsStore('http://127.0.0.1:1');
    await expect(store.rows('SELECT 1')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await store.close();
  });
});
