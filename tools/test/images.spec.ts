import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '@bellwether/platform/config';
import { DOMAINS } from '@bellwether/contracts';
import { DataSource } from 'typeorm';
import { z } from 'zod';

/** Each is an image: an app for each domain, and the page. */
const APPS = [...DOMAINS, 'console'] as const;

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const { env } = process;
const SERVER = `postgres://${env['PGUSER'] ?? 'postgres'}@${env['PGHOST'] ?? '127.0.0.1'}:5432`;
const DATABASE = `bellwether_image_${process.pid}`;
const Laid = z.object({ workspaces: z.array(z.string()), dependencies: z.array(z.string()), bytes: z.number() });

// Beside the installation, so that hard links reach it; a container has it at /app.
mkdirSync(join(ROOT, 'test-output'), { recursive: true });
const folder = mkdtempSync(join(ROOT, 'test-output', 'image-'));

type LaidOut = z.output<typeof Laid> & { readonly root: string };
const laidOut = new Map<string, LaidOut>();

/** What the image of an app holds, under one root as its layers make it; laid out once for all tests. */
function layOut(app: string): LaidOut {
  const before = laidOut.get(app);
  if (before !== undefined) return before;
  const out = join(folder, app);
  const prune = join(ROOT, 'tools/images/prune.mjs');
  const said = execFileSync(process.execPath, [prune, '--app', app, '--out', out, '--link'], { encoding: 'utf8' });
  execFileSync('cp', ['-al', `${join(out, 'dependencies')}/.`, join(out, 'application')]);
  cpSync(join(ROOT, 'docker/healthcheck.mjs'), join(out, 'application', 'healthcheck.mjs'));
  const laid = { ...Laid.parse(JSON.parse(said)), root: join(out, 'application') };
  laidOut.set(app, laid);
  return laid;
}

async function onServer(statement: string): Promise<void> {
  const server = new DataSource({ type: 'postgres', url: `${SERVER}/postgres`, connectTimeoutMS: 2_000 });
  await server.initialize();
  await server.query(statement).finally(() => server.destroy());
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('what an image holds', () => {
  it.each(APPS.filter((app) => app !== 'worker'))(
    '%s carries no embedded store',
    (app) => {
      const { dependencies } = layOut(app);
      expect(dependencies.filter((name) => /chdb|pglite/.test(name))).toEqual([]);
    },
    60_000,
  );

  it('no development dependency, typing, source map or library of another system is in it', () => {
    const { root, dependencies } = layOut('pricing');
    expect(dependencies.filter((name) => /\/(typescript|jest|nx|eslint|@swc\/core|@types\/.*)$/.test(name))).toEqual(
      [],
    );
    const files = readdirSync(join(root, 'node_modules'), { recursive: true, encoding: 'utf8' });
    expect(files.filter((file) => /\.(d\.ts|map)$/.test(file))).toEqual([]);
    const systems = readdirSync(join(root, 'node_modules/onnxruntime-node/bin/napi-v6'));
    expect(systems).toEqual(['linux']);
  });

  it('the console is its page as built, and nothing of what it was built with', () => {
    const { root, dependencies } = layOut('console');
    const page = readdirSync(join(root, 'apps/console/dist/page'));
    expect(page.sort()).toEqual(['assets', 'index.html']);
    expect(dependencies.filter((name) => /\/(react|react-dom|echarts|vite|zrender)$/.test(name))).toEqual([]);
  });

  it('an app is laid out of its own domain alone', () => {
    const { workspaces } = layOut('pricing');
    expect(workspaces.filter((name) => /recommendation|forecasting|customer|registry|worker/.test(name))).toEqual([]);
  });
});

describe.each(APPS)('the image of %s, run as its last stage does', (app) => {
  let child: ChildProcess;
  let url: string;
  let environment: Record<string, string>;
  let reached = true;
  let printed = '';

  beforeAll(async () => {
    await onServer(`CREATE DATABASE ${DATABASE}_${app.replaceAll('-', '_')}`).catch((error: unknown) => {
      if (env['CI'] === 'true') throw error;
      reached = false;
      console.warn(`skipped: no PostgreSQL server at ${SERVER} (${String(error)})`);
    });
    if (!reached) return;
    const { root } = layOut(app);
    const [port, grpc] = [await freePort('127.0.0.1'), await freePort('127.0.0.1')];
    url = `http://127.0.0.1:${port}`;
    const database = `${SERVER}/${DATABASE}_${app.replaceAll('-', '_')}`;
    environment = {
      ...imageEnvironment(),
      MODELS_DIR: join(root, 'models'),
      PORT: String(port),
      GRPC_PORT: String(grpc),
      HOME: '/nonexistent',
      DATABASE_URL: database,
      JOBS_URL: database,
      ARTIFACTS_URL: `file://${mkdtempSync(join(tmpdir(), 'bellwether-image-'))}`,
      // Of servers that the worker needs to run jobs, not to start; nothing listens there.
      REGISTRY_URL: 'http://127.0.0.1:1',
      CUSTOMER_ANALYTICS_URL: 'http://127.0.0.1:1',
      LOG_LEVEL: 'error',
    };
    const [command, args] = readOnly(root, app);
    child = spawn(command, args, { cwd: '/', env: { PATH: env['PATH'] ?? '', ...environment } });
    child.stderr?.on('data', (text: Buffer) => (printed += text.toString()));
    child.stdout?.on('data', (text: Buffer) => (printed += text.toString()));
    for (let tries = 0; tries < 300; tries += 1) {
      if (child.exitCode !== null) throw new Error(`${app} ended with ${child.exitCode}: ${printed}`);
      if (
        await fetch(`${url}/startupz`).then(
          ({ ok }) => ok,
          () => false,
        )
      )
        return;
      await pause(100);
    }
    throw new Error(`${app} did not start: ${printed}`);
  }, 60_000);

  afterAll(async () => {
    if (!reached) return;
    child?.kill('SIGKILL');
    await onServer(`DROP DATABASE IF EXISTS ${DATABASE}_${app.replaceAll('-', '_')} WITH (FORCE)`);
  });

  it('is ready, tells its health, answers an unknown path with a problem, and ends with 0 on SIGTERM', async () => {
    if (!reached) return;
    expect((await fetch(`${url}/livez`)).status).toBe(200);
    expect((await fetch(`${url}/api/v1/ml/health`)).status).toBe(200);
    const unknown = await fetch(`${url}/api/v1/ml/nothing-here`);
    expect([unknown.status, unknown.headers.get('content-type')]).toEqual([
      404,
      expect.stringContaining('application/problem+json'),
    ]);
    const probe = spawn(process.execPath, [join(ROOT, 'docker/healthcheck.mjs')], { env: environment });
    expect(await once(probe, 'exit')).toEqual([0, null]);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    const after = spawn(process.execPath, [join(ROOT, 'docker/healthcheck.mjs')], { env: environment });
    expect(await once(after, 'exit')).toEqual([1, null]);
  }, 30_000);
});

/** ENV of the Dockerfile. */
function imageEnvironment(): Record<string, string> {
  const [, block] = /^ENV ((?:.*\\\n)*.*)$/m.exec(readFileSync(join(ROOT, 'docker/Dockerfile'), 'utf8')) ?? [];
  const pairs = [...(block ?? '').matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name!, value!] as const);
  return { ...Object.fromEntries(pairs), HOST: '127.0.0.1' };
}

/** Runs the app with its tree mounted read-only where this user may mount, and as its owner otherwise. */
function readOnly(root: string, app: string): [string, string[]] {
  const main = `cd "${root}/apps/${app}" && exec "${process.execPath}" dist/main.js`;
  const mount = `mount --bind "${root}" "${root}" && mount -o remount,ro,bind "${root}" && `;
  try {
    execFileSync('unshare', ['-m', 'sh', '-c', `${mount} ! touch "${root}/written" 2>/dev/null`], { stdio: 'ignore' });
    return ['unshare', ['-m', 'sh', '-c', mount + main]];
  } catch {
    console.warn(`${app}: its files are not mounted read-only, which takes the rights to mount`);
    return ['sh', ['-c', main]];
  }
}
