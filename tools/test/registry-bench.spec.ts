import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { z } from 'zod';

const SCRIPT = fileURLToPath(new URL('../bench/registry.bench.mjs', import.meta.url));
const Times = z.object({ p50_ms: z.number(), p99_ms: z.number(), max_ms: z.number() });

it('the registry is searched and written to, and what that takes is told', async () => {
  const sizes = ['--runs', '1500', '--requests', '10', '--engine', 'pglite'];
  const run = await promisify(execFile)(process.execPath, [SCRIPT, ...sizes]);
  const figures = z
    .object({ pglite_search: Times, pglite_log_batch: Times, pglite_create_run: Times, pglite_writers: Times })
    .parse(JSON.parse(run.stdout));
  // The bar is 150 ms for a search among thirty thousand on a machine that does nothing else; this one runs the other tests.
  expect(figures.pglite_search.p50_ms).toBeLessThan(3_000);
  expect(figures.pglite_create_run.p50_ms).toBeLessThan(1_000);
}, 240_000);
