import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';

const SCRIPT = fileURLToPath(new URL('../bench/rolling-restarts.bench.mjs', import.meta.url));

it('replicas that are restarted one after the other under load lose no request over HTTP or gRPC', async () => {
  // Other tests run beside it: what is late for that is not to be refused.
  const env = { ...process.env, MAX_LOOP_TURN_MS: '60000' };
  const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT, '--restarts', '2', '--rate', '50'], { env });
  const figures = JSON.parse(stdout) as Record<string, unknown>;
  expect(figures).toMatchObject({ restarts: 2, failed: 0, failures: 'none', exit_codes: '0' });
  expect(figures['requests_over_http']).toBeGreaterThan(50);
  expect(figures['requests_over_grpc']).toBeGreaterThan(50);
}, 120_000);
