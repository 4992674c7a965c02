import { afterEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { protoPath, protoRoot } from '@bellwether/contracts';
import { buf } from './buf.js';
import { compareWithRelease } from './release-comparison.js';

const contracts = dirname(protoRoot);
const repository = fileURLToPath(new URL('../../..', import.meta.url));

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

/** A folder in which the contracts stand as in the repository. */
function copy(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bellwether-copy-'));
  folders.push(folder);
  for (const part of ['proto', 'buf.yaml']) {
    cpSync(join(contracts, part), join(folder, 'libs/contracts', part), { recursive: true });
  }
  return folder;
}

function edit(folder: string, from: string, to: string): void {
  const file = join(folder, 'libs/contracts/proto', protoPath('customer-analytics'));
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
}

function git(folder: string, ...args: string[]): void {
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false'];
  const { status, stderr } = spawnSync('git', ['-C', folder, ...identity, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

/** A repository with the contracts in its only commit, tagged. */
function released(...tags: string[]): string {
  const folder = copy();
  git(folder, 'init', '--quiet');
  git(folder, 'add', '.');
  git(folder, 'commit', '--quiet', '-m', 'Release');
  for (const tag of tags) git(folder, 'tag', tag);
  return folder;
}

const RENUMBERED = ['double churn_probability = 1;', 'double churn_probability = 99;'] as const;
const RETYPED = ['double confidence = 5;', 'string confidence = 5;'] as const;

describe('the committed .proto files', () => {
  it("pass buf's standard rules", () => {
    expect(buf('lint', contracts)).toEqual({ ok: true, output: '' });
  });

  it('break no caller of the last release', () => {
    const { output, ok } = compareWithRelease(repository);
    expect({ output, ok }).toEqual({ output: expect.any(String), ok: true });
  });

  it.each([
    ['a field that changes its number', RENUMBERED, 'churn_probability'],
    ['a field that changes its type', RETYPED, 'confidence'],
    ['a field that is gone', ['double confidence = 5;', 'reserved 5; reserved "confidence";'], 'confidence'],
    [
      'a method that is gone',
      ['rpc PredictNoShow(PredictNoShowRequest) returns (PredictNoShowResponse);', ''],
      'PredictNoShow',
    ],
  ] as const)('are found to break callers by %s', (_what, [from, to], named) => {
    const changed = copy();
    edit(changed, from, to);
    const { ok, output } = buf('breaking', join(changed, 'libs/contracts'), '--against', contracts);
    expect(ok).toBe(false);
    expect(output).toContain(named);
  });
});

describe('compareWithRelease', () => {
  it('compares with the highest release, and finds the break', () => {
    const folder = released('v0.9.0', 'v0.10.0', 'not-a-release');
    expect(compareWithRelease(folder)).toEqual({ release: 'v0.10.0', ok: true, output: '' });
    edit(folder, ...RENUMBERED);
    expect(compareWithRelease(folder)).toMatchObject({ release: 'v0.10.0', ok: false });
  });

  it('bears a field that is added', () => {
    const folder = released('v1.0.0');
    edit(folder, 'double churn_probability = 1;', 'double churn_probability = 1;\n  optional string more = 99;');
    expect(compareWithRelease(folder).ok).toBe(true);
  });

  it('says so when there is no release yet, or none with contracts', () => {
    expect(compareWithRelease(released())).toMatchObject({
      ok: true,
      output: expect.stringContaining('no release tag'),
    });
    const folder = mkdtempSync(join(tmpdir(), 'bellwether-bare-'));
    folders.push(folder);
    git(folder, 'init', '--quiet');
    git(folder, 'commit', '--quiet', '--allow-empty', '-m', 'Before contracts');
    git(folder, 'tag', 'v0.1.0');
    expect(compareWithRelease(folder)).toMatchObject({ ok: true, output: expect.stringContaining('no .proto files') });
  });
});
