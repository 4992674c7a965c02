import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ROOT, startApp } from './support/app-process.js';
import { testDatabase } from './support/test-database.js';

const database = await testDatabase();
afterAll(() => database?.drop());

/** Runs an app to its end. */
async function run(args: readonly string[], environment: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ['apps/model-registry/dist/main.js', ...args], {
    cwd: ROOT,
    env: { ...process.env, PORT: '0', GRPC_PORT: '0', LOG_LEVEL: 'error', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: (await ended)[0], stdout, stderr };
}

(database ? describe : describe.skip)('an app whose migrations somebody else runs', () => {
  const environment = () => ({
    DATABASE_URL: database!.url,
    JOBS_URL: database!.url,
    ARTIFACTS_URL: 'file:///tmp/bellwether-migrate-test',
    EVENTS_URL: 'memory://',
    MIGRATIONS: 'expect',
  });

  it('refuses to start while they are missing, by name; --migrate runs them and ends; then it starts', async () => {
    const before = await run([], environment());
    expect(before).toMatchObject({ code: 1, stdout: '' });
    expect(before.stderr).toMatch(/^cannot start: .* lacks migrations: Create\w+\d{13}.*--migrate\n$/m);
    expect(await run(['--migrate'], environment())).toMatchObject({ code: 0, stdout: '' });
    expect(await run(['--migrate'], environment())).toMatchObject({ code: 0, stdout: '' });
    const app = await startApp('model-registry', environment());
    expect((await fetch(`${app.url}/startupz`)).status).toBe(200);
    expect(await app.end('SIGTERM')).toBe(0);
  }, 120_000);
});
