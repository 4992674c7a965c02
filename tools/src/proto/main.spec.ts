import { afterEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { protoPath, protoRoot } from '@bellwether/contracts';

const MAIN = fileURLToPath(new URL('../../dist/proto/main.js', import.meta.url));

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

/** A copy of the committed files, in which the worker's is as changed. */
function copy(change: (text: string) => string): { root: string; file: string } {
  const root = mkdtempSync(join(tmpdir(), 'bellwether-proto-'));
  folders.push(root);
  cpSync(protoRoot, root, { recursive: true });
  const file = join(root, protoPath('worker'));
  writeFileSync(file, change(readFileSync(file, 'utf8')));
  return { root, file };
}

const run = (...args: string[]) => spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8' });

describe('the generator of the .proto files', () => {
  it('finds the committed files to be those of the schemas', () => {
    expect(run('--check')).toMatchObject({ status: 0, stderr: '' });
  });

  it('fails the check on drift, names the file and changes nothing; then mends it', () => {
    const { root, file } = copy((text) => text.replace('  string kind = 2;\n', ''));
    const drifted = readFileSync(file, 'utf8');
    const { status, stderr } = run('--check', '--root', root);
    expect([status, stderr]).toEqual([1, expect.stringContaining(protoPath('worker'))]);
    expect(readFileSync(file, 'utf8')).toBe(drifted);
    expect(run('--root', root).status).toBe(0);
    expect(run('--check', '--root', root).status).toBe(0);
  });

  it('removes the file of a domain that is no more', () => {
    const { root } = copy((text) => text);
    const stale = join(root, 'bellwether/gone/v1/gone.proto');
    mkdirSync(dirname(stale), { recursive: true });
    writeFileSync(stale, 'syntax = "proto3";\n');
    expect(run('--check', '--root', root).status).toBe(1);
    expect(run('--root', root).stdout).toBe('removed bellwether/gone/v1/gone.proto\n');
    expect(run('--check', '--root', root).status).toBe(0);
  });
});
