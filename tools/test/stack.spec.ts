import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bellwether, LAUNCHER } from './bellwether.js';
import { bookingsCsv } from './bookings-csv.js';

/** A hotel small enough to be simulated and learnt in seconds. */
const WORLD = ['--as-of', '2026-01-31', '--rooms', '12', '--years', '2', '--guests', '1000', '--seed', '3'];
const PATIENCE_MS = 240_000;

let folder: string;
let home: string;
let stack: ChildProcess;
let started: { url: string; models: { model_name: string; metrics: { auc: number } }[] };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bellwether-stack-'));
  home = join(folder, 'home');
  await start();
}, PATIENCE_MS);
afterAll(async () => {
  if (stack.exitCode === null && stack.kill('SIGTERM')) await once(stack, 'exit');
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<void> {
  stack = spawn(process.execPath, [LAUNCHER, 'start', ...WORLD, '--port', '0', '--grpc-port', '0', '--json'], {
    cwd: folder,
    env: { ...process.env, BELLWETHER_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = once(createInterface({ input: stack.stdout! }), 'line') as Promise<[string]>;
  const ended = once(stack, 'exit').then(([code]) => Promise.reject(new Error(`the stack ended with ${String(code)}`)));
  const [json] = await Promise.race([line, ended]);
  ended.catch(() => undefined);
  started = JSON.parse(json) as typeof started;
}

/** A command on the home folder of the stack; its JSON result. */
async function ask<Result>(...args: string[]): Promise<Result> {
  const { status, stdout, stderr } = await bellwether(folder, ...args, '--home', home, '--json');
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as Result;
}

interface Answer {
  readonly churn_probability: number;
  readonly model_version: string;
}

describe('a stack and the command line', () => {
  it('answers with a model that is better than chance, once it says it is ready', async () => {
    expect(started.models.map(({ model_name }) => model_name)).toEqual([
      ...['churn_predictor', 'no_show_predictor', 'occupancy_forecaster'],
    ]);
    expect(started.models[0]!.metrics.auc).toBeGreaterThan(0.65);
    expect((await fetch(`${started.url}/readyz`)).status).toBe(200);
  });

  it(
    'builds the other worlds after it has answered, and says what its store holds',
    async () => {
      const worlds = ['simulated-grocer', 'simulated-hotel', 'simulated-rentals', 'simulated-shop'];
      let held: string[] = [];
      for (const until = Date.now() + 120_000; held.length < worlds.length && Date.now() < until;) {
        // A machine that builds worlds and runs other tests may be too busy to say.
        const { sources } = await ask<{ sources: { source: string }[] }>('sources').catch(() => ({ sources: [] }));
        held = sources.map(({ source }) => source).filter((source) => worlds.includes(source));
        // Asking is a process of its own, which takes its time from what it asks about.
        if (held.length < worlds.length) await pause(3_000);
      }
      expect(held).toEqual(worlds);
    },
    PATIENCE_MS,
  );

  it('gives the same bits over HTTP, gRPC and a request of one’s own', async () => {
    const overHttp = await ask<Answer>('predict', 'churn', 'BOOK007');
    const overGrpc = await ask<Answer>('predict', 'churn', 'BOOK007', '--grpc');
    const answer = await fetch(`${started.url}/api/v1/ml/churn/predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ booking_id: 'BOOK007' }),
    });
    const own = (await answer.json()) as Answer;
    expect(overGrpc.churn_probability).toBe(overHttp.churn_probability);
    expect(own.churn_probability).toBe(overHttp.churn_probability);
  });

  it('imports what is good and brings back what is not', async () => {
    const lines = bookingsCsv(3_000).trimEnd().split('\n');
    lines[5] = lines[5]!.replace(/^([^,]*),[01],/, '$1,maybe,');
    await writeFile(join(folder, 'ours.csv'), lines.join('\n'));
    const counts = await ask('import', 'hotel-bookings', 'ours.csv', '--source', 'ours');
    const rejects = join(folder, 'ours.csv.rejects.csv');
    expect(counts).toMatchObject({ source: 'ours', read: 3_000, accepted: 2_999, rejected: 1, rejects_file: rejects });
    expect(await readFile(rejects, 'utf8')).toMatch(/^line,column,value,reason,raw\n6,is_canceled,maybe,/);
  });

  it('trains on a source with settings, promotes a version and takes it back', async () => {
    const { models } = await ask<{ models: { version: string; source: string; training_rows: number }[] }>(
      ...['train', 'churn_predictor', '--source', 'ours', '--set', 'n_estimators=20', '--set', 'learning_rate=0.2'],
    );
    const { version, source, training_rows } = models[0]!;
    expect({ version, source }).toEqual({ version: '2', source: 'ours' });
    expect(training_rows).toBeGreaterThan(1_000);
    expect(await ask('promote', 'churn_predictor', '2')).toMatchObject({ version: '2' });
    expect(await ask('rollback', 'churn_predictor')).toMatchObject({ version: '1' });
  });

  it('exports a model that it can register and serve as a stranger’s', async () => {
    const out = join(folder, 'exported');
    const { models } = await ask<{ models: { files: { path: string }[] }[] }>('export', '--all', '--out', out);
    expect(models[0]!.files.map(({ path }) => path)).toEqual(['MLmodel', 'bellwether.json', 'model.onnx']);
    const file = join(out, 'churn_predictor', 'model.onnx');
    const { inputs } = await ask<{ inputs: { shape: [string, number] }[] }>('register', file, '--name', 'stranger');
    const width = inputs[0]!.shape[1];
    const tensor = { name: 'features', shape: [1, width], datatype: 'FP32', data: Array<number>(width).fill(0) };
    await writeFile(join(folder, 'request.json'), JSON.stringify({ inputs: [tensor] }));
    const answer = await ask<{ outputs: { name: string; data: number[] }[] }>(
      ...['predict', '--model', 'stranger', '--input', 'request.json'],
    );
    const probability = answer.outputs.find(({ name }) => name === 'probability')!.data[0]!;
    expect(probability).toBeGreaterThan(0);
    expect(probability).toBeLessThan(1);
  });

  it('is found healthy by the doctor, who sees its models', async () => {
    const { healthy, findings } = await ask<{ healthy: boolean; findings: { what: string; detail: string }[] }>(
      'doctor',
    );
    expect(healthy).toBe(true);
    expect(findings.find(({ what }) => what === 'Models')?.detail).toContain('churn_predictor v1');
  });

  it('refuses a second start on its home', async () => {
    const { status, stderr } = await bellwether(folder, 'start', '--home', home);
    expect(status).toBe(1);
    expect(stderr).toContain(`process ${stack.pid} at ${started.url}`);
  });

  it(
    'drains on SIGTERM, and what it left is there for a command alone and for the next start',
    async () => {
      const before = await ask<Answer>('predict', 'churn', 'BOOK007');
      stack.kill('SIGTERM');
      expect(await once(stack, 'exit')).toEqual([0, null]);
      const alone = await ask<Answer>('predict', 'churn', 'BOOK007');
      expect(alone.churn_probability).toBe(before.churn_probability);
      await start();
      const again = await ask<Answer>('predict', 'churn', 'BOOK007');
      expect(again).toMatchObject({ churn_probability: before.churn_probability, model_version: before.model_version });
    },
    PATIENCE_MS,
  );
});
