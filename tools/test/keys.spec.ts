import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { hashOfSecret } from '@bellwether/platform/auth';
import { runCli } from '../src/cli/run-cli.js';
import { recordedHost } from './recorded-host.js';

const folder = mkdtempSync(join(tmpdir(), 'bellwether-keys-'));
const file = join(folder, 'keys.json');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...args: string[]) {
  const host = recordedHost({ cwd: folder });
  const code = await runCli(['keys', ...args, '--file', 'keys.json', '--json'], host, '1.0.0');
  return { code, out: host.written.stdout, err: host.written.stderr };
}

const stored = () => (JSON.parse(readFileSync(file, 'utf8')) as { keys: Record<string, unknown>[] }).keys;

describe('bellwether keys', () => {
  let id: string;

  it('prints a key once and keeps its hash alone, for its owner alone', async () => {
    const { out } = await run('create', 'booking-engine', '--role', 'service', '--days', '30');
    const made = JSON.parse(out) as { id: string; key: string };
    id = made.id;
    expect(made.key).toMatch(/^bw_[a-z0-9]{12}_[\w-]{43}$/);
    const secret = made.key.slice(16);
    expect(stored()).toEqual([
      expect.objectContaining({ id, role: 'service', sha256: hashOfSecret(secret).toString('hex') }),
    ]);
    expect(readFileSync(file, 'utf8')).not.toContain(secret);
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('lists them without their hashes', async () => {
    const { out } = await run('list');
    expect(JSON.parse(out)).toMatchObject({ keys: [{ id, name: 'booking-engine', role: 'service' }] });
    expect(out).not.toContain('sha256');
  });

  it('rotates: a second key of the same role, both valid for the time of grace', async () => {
    const { out } = await run('rotate', id, '--grace-hours', '2');
    const [old, fresh] = stored();
    expect(fresh).toMatchObject({
      id: (JSON.parse(out) as { id: string }).id,
      name: 'booking-engine',
      role: 'service',
    });
    expect(fresh).not.toHaveProperty('expires_at');
    expect(old).toHaveProperty('expires_at');
  });

  it('revokes, and says when there is no such key', async () => {
    expect((await run('revoke', id)).code).toBe(0);
    expect(Date.parse(String(stored()[0]!['expires_at']))).toBeLessThanOrEqual(Date.now());
    const unknown = await run('revoke', 'aaaaaaaaaaaa');
    expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining("there is no key 'aaaaaaaaaaaa'")]);
  });

  it('refuses a role or a domain that there is not', async () => {
    expect((await run('create', 'x', '--role', 'king')).code).toBe(2);
    expect((await run('create', 'x', '--role', 'reader', '--domains', 'moon')).code).toBe(2);
  });
});
