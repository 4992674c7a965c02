import { spawn } from 'node:child_process';
import { appendFile, mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { openEventBus, type DeadEvents, type EventBus, type EventBusOptions } from '../src/events/index.js';
import { SegmentedLog } from '../src/events/segmented-log.js';
import { describeEventsConformance, until } from './events.conformance.js';

const root = await mkdtemp(join(tmpdir(), 'bellwether-events-'));
afterAll(() => rm(root, { recursive: true, force: true }));
let folders = 0;
const newFolder = () => join(root, String((folders += 1)));

describeEventsConformance('in memory', (options) => openEventBus('memory://', options));
describeEventsConformance('log in a folder', (options) => openEventBus(`log://${newFolder()}`, options));

describe('the event log of a folder', () => {
  let folder: string;
  let bus: EventBus & DeadEvents;
  const reopen = async (options: EventBusOptions = {}) => {
    await bus?.close();
    bus = await openEventBus(`log://${folder}`, { retry: { maxTries: 1 }, ...options });
  };
  beforeEach(async () => {
    folder = newFolder();
    jest.spyOn(Logger.prototype, 'error').mockReturnValue(undefined);
    await reopen();
  });
  afterEach(async () => {
    await bus.close();
    jest.restoreAllMocks();
  });

  async function numbers(consumer: string): Promise<number[]> {
    const seen: number[] = [];
    await bus.subscribe<number>('n', consumer, async ({ data }) => void seen.push(data));
    return seen;
  }

  it('delivers after a restart what a consumer had not read, and dead events stay counted', async () => {
    const seen = await numbers('reader');
    await bus.publish('n', 1);
    await until(() => seen.length === 1);
    await bus.subscribe('n', 'broken', async () => {
      throw new Error('no');
    });
    await bus.publish('n', 2);
    await until(async () => (await bus.deadCount()) === 1 && seen.length === 2);
    await reopen();
    await bus.publish('n', 3);
    expect(await bus.deadCount()).toBe(1);
    const again = await numbers('reader');
    await until(() => again.length > 0);
    expect(again).toEqual([3]);
  });

  it('remembers after a restart which dead events were given again', async () => {
    let mended = false;
    const handled: unknown[] = [];
    const handler = async ({ data }: { data: unknown }) => {
      if (!mended) throw new Error('no');
      handled.push(data);
    };
    await bus.subscribe('n', 'broken', handler);
    const first = await bus.publish('n', 1);
    await bus.publish('n', 2);
    await until(async () => (await bus.deadCount()) === 2);
    mended = true;
    await bus.redeliver([first.id]);
    await until(() => handled.length === 1);
    await reopen();
    expect((await bus.deadEvents()).map(({ event }) => event.data)).toEqual([2]);
  });

  it('lets publishes that come together share an fsync', async () => {
    const probe = await open(join(root, 'probe'), 'w');
    const datasync = jest.spyOn(Object.getPrototypeOf(probe) as typeof probe, 'datasync');
    await Promise.all(Array.from({ length: 1_000 }, (_, n) => bus.publish('n', n)));
    await probe.close();
    expect(datasync.mock.calls.length).toBeGreaterThan(0);
    expect(datasync.mock.calls.length).toBeLessThan(20);
  });

  it('cuts a torn tail off, whatever it is, and goes on from the last whole event', async () => {
    const tails = [
      Buffer.from([7]),
      Buffer.alloc(300),
      Buffer.from('\x20\0\0\0garbage of no known kind, longer than 32'),
    ];
    const log = join(folder, 'log', '0000000000000001.log');
    let expected: number[] = [];
    await numbers('reader');
    await bus.close();
    for (const [round, tail] of tails.entries()) {
      await appendFile(log, tail);
      await reopen();
      await bus.publish('n', round);
      expected = [...expected, round];
    }
    // The half of a record: a write that the power cut short.
    await bus.close();
    const whole = await readFile(log);
    await writeFile(log, whole.subarray(0, whole.length - 5));
    await reopen();
    await bus.publish('n', 99);
    const seen = await numbers('reader');
    await until(() => seen.length === 3);
    expect(seen).toEqual([...expected.slice(0, -1), 99]);
  });

  it('is refused while another process lives in it', async () => {
    const second = openEventBus(`log://${folder}`);
    await expect(second).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
  });

  it('forgets a consumer that nobody has been for a month, which would hold the log for ever', async () => {
    await numbers('gone');
    await bus.publish('n', 1);
    const inFortyDays = () => new Date(Date.now() + 40 * 86_400_000);
    await reopen({ clock: inFortyDays });
    const seen = await numbers('gone');
    await bus.publish('n', 2);
    await until(() => seen.length > 0);
    expect(seen).toEqual([2]);
  });

  it('delivers to a consumer of the next life what was acknowledged before kill −9', async () => {
    await numbers('survivor');
    await bus.close();
    const script = new URL('./fixtures/event-publisher.mjs', import.meta.url).pathname;
    const publisher = spawn(process.execPath, [script, `log://${folder}`], { stdio: ['ignore', 'pipe', 'inherit'] });
    const acknowledged: number[] = [];
    for await (const line of createInterface({ input: publisher.stdout })) {
      acknowledged.push(Number(line));
      if (acknowledged.length === 500) break;
    }
    publisher.kill('SIGKILL');
    await new Promise((resolve) => publisher.once('exit', resolve));
    await reopen();
    const seen = await numbers('survivor');
    await until(() => seen.length >= acknowledged.length);
    expect(seen.slice(0, acknowledged.length)).toEqual(acknowledged.sort((a, b) => a - b));
  });

  it.each(['log://', 'log:///', 'log://folder/x', 'memory://x', 'kafka://x', 'nats://', ''])(
    'is not opened by the url %j',
    async (url) => {
      await expect(openEventBus(url)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    },
  );
});

describe('SegmentedLog', () => {
  const filled = async (folder: string) => {
    const log = await SegmentedLog.open(folder, { segmentBytes: 1_000 });
    for (let n = 1; n <= 100; n += 1) await log.append('t', `"${String(n).padStart(80, '0')}"`);
    return log;
  };
  const readAll = async (log: SegmentedLog, from: number) => {
    const seqs: number[] = [];
    for (let at = from; ;) {
      const records = await log.read(at);
      if (records.length === 0) return seqs;
      seqs.push(...records.map(({ seq }) => seq));
      at = (seqs.at(-1) as number) + 1;
    }
  };
  const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

  it('reads from any place across segments, from memory and from disk alike', async () => {
    const folder = newFolder();
    const log = await filled(folder);
    await log.close();
    const reopened = await SegmentedLog.open(folder, { segmentBytes: 1_000 });
    await reopened.append('t', '101');
    expect((await readdir(folder)).length).toBeGreaterThan(5);
    for (const from of [1, 2, 50, 99, 100, 101, 102]) expect(await readAll(reopened, from)).toEqual(range(from, 101));
    await reopened.close();
  });

  it('lets go of whole segments that nobody needs, on disk too', async () => {
    const folder = newFolder();
    const log = await filled(folder);
    const before = (await readdir(folder)).length;
    await log.trim(50);
    expect(log.firstSeq).toBeGreaterThan(30);
    expect(log.firstSeq).toBeLessThanOrEqual(50);
    const files = await readdir(folder);
    expect(files.length).toBeLessThan(before);
    const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, file))).size));
    expect(log.bytes).toBe(sizes.reduce((sum, size) => sum + size, 0));
    await log.close();
    const reopened = await SegmentedLog.open(folder);
    expect(await readAll(reopened, 1)).toEqual(range(reopened.firstSeq, 100));
    await reopened.close();
  });

  it('refuses to open when a segment before the last is damaged, rather than lose what follows', async () => {
    const folder = newFolder();
    await (await filled(folder)).close();
    const [first] = (await readdir(folder)).sort();
    const bytes = await readFile(join(folder, first!));
    bytes[200]! ^= 1;
    await writeFile(join(folder, first!), bytes);
    await expect(SegmentedLog.open(folder)).rejects.toMatchObject({ code: 'INTERNAL' });
  });

  it('refuses more than may wait for the disk, and everything once the disk has failed', async () => {
    const log = await SegmentedLog.open(newFolder(), { maxPending: 2 });
    const outcomes = await Promise.allSettled([log.append('t', '1'), log.append('t', '2'), log.append('t', '3')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    const probe = await open(join(root, 'probe2'), 'w');
    jest.spyOn(Object.getPrototypeOf(probe) as typeof probe, 'datasync').mockRejectedValueOnce(new Error('EIO'));
    await probe.close();
    await expect(log.append('t', '4')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(log.append('t', '5')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect((await log.read(1)).map(({ json }) => json)).toEqual(['1', '2']);
    jest.restoreAllMocks();
    await log.close();
  });
});
