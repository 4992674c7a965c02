import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

interface Builds {
  projectsOf(root: string): string[];
  afterCompiling(project: string): string | undefined;
  isStale(project: string): boolean;
  isPageStale(project: string): boolean;
}
const builds = (await import(new URL('../bin/builds.mjs', import.meta.url).href)) as Builds;
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

describe('what start builds', () => {
  /** Makes the template of an embedded database, which tests begin from a second sooner; a start does without. */
  const TEMPLATE = join(ROOT, 'libs/platform');

  it('is all that the packages build, but for the template: what more than the compiler it takes is of a page', () => {
    const projects = builds.projectsOf(ROOT);
    expect(projects.length).toBeGreaterThan(20);
    for (const project of projects.filter((each) => each !== TEMPLATE)) {
      const hasPage = existsSync(join(project, 'src/page'));
      expect([project, builds.afterCompiling(project) !== undefined]).toEqual([project, hasPage]);
    }
    expect(projects.filter((project) => existsSync(join(project, 'src/page')))).toEqual([join(ROOT, 'apps/console')]);
  });
});

describe('a build', () => {
  let project: string;
  beforeEach(async () => {
    project = await mkdtemp(join(tmpdir(), 'bellwether-builds-'));
  });
  afterEach(() => rm(project, { recursive: true, force: true }));

  /** A file that was written so many seconds after 2026 began. */
  const file = async (path: string, seconds: number) => {
    await mkdir(join(project, path, '..'), { recursive: true });
    await writeFile(join(project, path), '');
    const time = Date.UTC(2026, 0, 1) / 1_000 + seconds;
    await utimes(join(project, path), time, time);
  };
  const stale = () => [builds.isStale(project), builds.isPageStale(project)];

  it('is stale without output, or with a source that is newer; tests are no sources', async () => {
    await file('src/a/b.ts', 1);
    expect(stale()).toEqual([true, false]);
    await file('dist/.tsbuildinfo', 2);
    await file('src/a/b.spec.ts', 3);
    expect(stale()).toEqual([false, false]);
    await file('src/a/c.ts', 3);
    expect(stale()).toEqual([true, false]);
  });

  it('of a page is stale apart from the rest', async () => {
    await file('src/main.ts', 1);
    await file('src/page/index.html', 1);
    await file('dist/.tsbuildinfo', 2);
    expect(stale()).toEqual([false, true]);
    await file('dist/page/index.html', 2);
    expect(stale()).toEqual([false, false]);
    await file('src/page/app.tsx', 3);
    expect(stale()).toEqual([false, true]);
  });
});
