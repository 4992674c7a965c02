import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';

const SCRIPT = fileURLToPath(new URL('../bench/rolling-restarts.bench.mjs', import.meta.url));

it('replicas that are restarted one after the other under load lose no request over HTTP or gRPC', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT, '--restarts', '2', '--rate', '50']);
  const figures = JSON.parse(stdout) as Record<string, unknown>;
  expect(figures).toMatchObject({ restarts: 2, failed: 0, failures: 'none', exit_codes: '0' });
  expect(figures['requests_over_http']).toBeGreaterThan(50);
  expect(figures['requests_over_grpc']).toBeGreaterThan(50);
}, 120_000);
