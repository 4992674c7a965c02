import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { load } from 'js-yaml';
import { z } from 'zod';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FOLDER = join(ROOT, '.github/workflows');

/** The part of a workflow that is looked at here; what GitHub makes of the rest is known when it has run there. */
const Workflow = z.object({
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(
    z.string(),
    z.object({
      needs: z.union([z.string(), z.array(z.string())]).optional(),
      outputs: z.record(z.string(), z.string()).optional(),
      'timeout-minutes': z.number().optional(),
      steps: z.array(z.object({ id: z.string().optional(), uses: z.string().optional(), run: z.string().optional() })),
    }),
  ),
});

describe.each(readdirSync(FOLDER))('the workflow %s', (file) => {
  const text = readFileSync(join(FOLDER, file), 'utf8');
  const { permissions, jobs } = Workflow.parse(load(text));
  const steps = Object.values(jobs).flatMap((job) => job.steps);

  it('may by itself read the repository and nothing more', () => {
    expect(permissions).toEqual({ contents: 'read' });
  });

  it('uses nothing of a job that it does not wait for, or that the job does not give', () => {
    for (const job of Object.values(jobs)) {
      const waitsFor = [job.needs ?? []].flat();
      for (const name of waitsFor) expect(Object.keys(jobs)).toContain(name);
      for (const [, name, output] of JSON.stringify(job).matchAll(/needs\.(\w+)\.outputs\.(\w+)/g)) {
        expect(waitsFor).toContain(name);
        expect(Object.keys(jobs[name!]?.outputs ?? {})).toContain(output);
      }
    }
  });

  it('gives as outputs what a step has said', () => {
    for (const job of Object.values(jobs)) {
      for (const value of Object.values(job.outputs ?? {})) {
        const [, step] = /steps\.(\w+)\.outputs\.\w+/.exec(value) ?? [];
        expect(job.steps.map(({ id }) => id)).toContain(step);
      }
    }
  });

  it('runs only scripts that are there, and actions of a named version', () => {
    for (const { run = '', uses } of steps) {
      for (const [, script] of run.matchAll(/node (tools\/ci\/[\w-]+\.mjs)/g))
        expect(existsSync(join(ROOT, script!))).toBe(true);
      if (uses !== undefined) expect(uses).toMatch(/^[\w-]+\/[\w-]+@v\d+/);
    }
  });

  it('ends: every job that does work has a limit', () => {
    for (const [name, job] of Object.entries(jobs)) {
      if (name !== 'passed') expect(job['timeout-minutes']).toBeLessThanOrEqual(60);
    }
  });
});
