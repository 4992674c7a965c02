import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CATALOGUE } from '@bellwether/feature-engineering';

const MAIN = fileURLToPath(new URL('../../dist/feature-docs/main.js', import.meta.url));
const PAGE = fileURLToPath(new URL('../../../docs/features.md', import.meta.url));
const run = (...args: string[]) => spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8' });

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bellwether-features-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the page of the features', () => {
  it('is, as committed, that of the definitions', () => {
    expect(run('--check')).toMatchObject({ status: 0, stderr: '' });
  });

  it('fails the check when it is not, and is mended', () => {
    const page = join(folder, 'features.md');
    writeFileSync(page, readFileSync(PAGE, 'utf8').replace('`base_price`', '`price`'));
    expect(run('--check', '--page', page)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('docs:features'),
    });
    expect(run('--page', page).status).toBe(0);
    expect(readFileSync(page, 'utf8')).toBe(readFileSync(PAGE, 'utf8'));
  });

  it('has a line for every feature of every view', () => {
    const page = readFileSync(PAGE, 'utf8');
    const sections = page.split('\n### ').slice(1);
    expect(sections.map((section) => section.split('\n', 1)[0])).toEqual(CATALOGUE.map(({ name }) => name));
    sections.forEach((section, i) => {
      const names = [...section.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
      expect(names).toEqual(CATALOGUE[i]!.features.map(({ name }) => name));
    });
  });
});
