import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { SupervisedApp } from './supervised-app.js';

const QUICK = { firstMs: 20, maxMs: 80, steadyMs: 60_000 };
const LISTENS = `process.stdout.write('http://127.0.0.1:1 (HTTP), 127.0.0.1:2 (gRPC)\\n');`;
const DRAINS = `process.on('SIGTERM', () => { process.stderr.write('drained\\n'); process.exit(0); });`;
const STAYS = `setInterval(() => {}, 1000);`;

const folder = mkdtempSync(join(tmpdir(), 'bellwether-supervised-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let app: SupervisedApp | undefined;
afterEach(() => app?.stop());

function start(script: string) {
  const lines: string[] = [];
  const delays: number[] = [];
  const main = join(folder, `${process.hrtime.bigint()}.mjs`);
  writeFileSync(main, script);
  const plan = { name: 'pricing', main, cwd: folder, environment: process.env };
  const watch = {
    line: (_app: string, text: string) => void lines.push(text),
    restarting: (_app: string, _ended: string, delayMs: number) => void delays.push(delayMs),
  };
  return { lines, delays, started: SupervisedApp.start(plan, watch, QUICK) };
}

async function until(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error('not so within 10 s');
    await pause(10);
  }
}

describe('an app that is watched over', () => {
  it('is there once it listens, and drains when it is stopped', async () => {
    const { lines, delays, started } = start(`${DRAINS}${LISTENS}${STAYS}`);
    app = await started;
    await app.stop();
    expect(lines).toEqual(['drained']);
    expect(delays).toEqual([]);
  });

  it('starts again after a crash, in a process of its own', async () => {
    const { delays, started } = start(`${DRAINS}${LISTENS}${STAYS}`);
    app = await started;
    const before = app.pid!;
    process.kill(before, 'SIGKILL');
    await until(() => app!.pid !== before);
    expect(delays).toEqual([20]);
  });

  it('is started later and later while it crashes again and again', async () => {
    const { delays, started } = start(`${LISTENS}setTimeout(() => process.exit(3), 5);`);
    app = await started;
    await until(() => delays.length >= 4);
    expect(delays.slice(0, 4)).toEqual([20, 40, 80, 80]);
  });

  it('that does not come to listen is refused with its last words, and not tried again', async () => {
    const { delays, started } = start(
      `process.stderr.write('cannot start: no DATABASE_URL\\n'); process.exitCode = 1;`,
    );
    await expect(started).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringMatching(/^pricing ended with 1/),
    });
    await pause(60);
    expect(delays).toEqual([]);
  });
});
