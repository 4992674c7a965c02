import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fakeStack, type FakeStack } from '../../../test/fake-stack.js';
import { recordedHost } from '../../../test/recorded-host.js';
import { reportTo } from '../report.js';
import { openSession, type SharedOptions } from '../session.js';
import { findStack, withStack } from './connect-stack.js';
import { stackFilePath } from './stack-file.js';

/** Above what any system gives to a process. */
const NO_PROCESS = 2 ** 30;

let home: string;
let running: FakeStack;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'bellwether-home-'));
  running = await fakeStack();
});
afterEach(async () => {
  await running.close();
  await rm(home, { recursive: true });
});

function session(options: SharedOptions = {}, env: Record<string, string> = {}) {
  const host = recordedHost({ env });
  return openSession(host, { home, ...options }, reportTo(host, { json: false }));
}

const writeStackFile = (content: object | string) =>
  writeFile(stackFilePath(home), typeof content === 'string' ? content : JSON.stringify(content));

describe('finding the stack', () => {
  it('takes the one named by --url before the one of BELLWETHER_URL', async () => {
    const env = { BELLWETHER_URL: 'http://127.0.0.1:9' };
    expect((await findStack(session({ url: running.url }, env)))?.url).toBe(running.url);
  });

  it('takes the one of BELLWETHER_URL before the one of the home folder', async () => {
    await writeStackFile({ url: 'http://127.0.0.1:9', pid: process.pid });
    expect((await findStack(session({}, { BELLWETHER_URL: running.url })))?.url).toBe(running.url);
  });

  it('takes the one that runs on the home folder, with its gRPC address', async () => {
    await writeStackFile({ url: running.url, pid: process.pid, grpc: '127.0.0.1:50051' });
    const stack = await findStack(session());
    expect(stack).toMatchObject({ url: running.url, grpcAddress: '127.0.0.1:50051', isOwn: false });
  });

  it('finds none in a home without one, or with what a crash has left', async () => {
    expect(await findStack(session())).toBeUndefined();
    await writeStackFile({ url: running.url, pid: NO_PROCESS });
    expect(await findStack(session())).toBeUndefined();
    await writeStackFile('{"url": "http://127.0');
    expect(await findStack(session())).toBeUndefined();
  });

  it('refuses a home whose stack does not answer, rather than open its stores a second time', async () => {
    await writeStackFile({ url: 'http://127.0.0.1:9', pid: process.pid });
    await expect(withStack(session(), async () => undefined)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      advice: expect.stringContaining(`kill ${process.pid}`),
    });
  });
});
