// From `bellwether start` on an empty home to the first cancellation answer, the same again on the home it left, and
// the memory it takes: node tools/bench/start.bench.mjs
// Prints JSON. The workspace must be built; a fresh clone builds first, which is timed apart where --build is given.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createHttpClient } from '@bellwether/contracts';

const { values: flags } = parseArgs({ options: { build: { type: 'boolean', default: false } } });
const root = fileURLToPath(new URL('../..', import.meta.url));
const PORT = '18402';
const home = mkdtempSync(join(tmpdir(), 'bellwether-bench-'));

try {
  const build = flags.build ? buildSeconds() : null;
  const first = await startOnce();
  const second = await startOnce();
  process.stdout.write(
    `${JSON.stringify({
      protocol:
        'bellwether start (simulated hotel of 100 rooms and three years, two models trained) on an empty home, until churn/predict answers; then again on the same day and home. Resident memory as the kernel counts its peak.',
      bar: 'first answer ≤ 90 s after npm ci, second start ≤ 10 s, RSS ≤ 2.5 GB',
      ...(build !== null && { build_from_nothing_s: build }),
      first_start_to_answer_s: first.seconds,
      second_start_to_answer_s: second.seconds,
      peak_rss_first_mb: first.peakMb,
      peak_rss_second_mb: second.peakMb,
    })}\n`,
  );
} finally {
  rmSync(home, { recursive: true, force: true });
}

function buildSeconds() {
  const started = performance.now();
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-b', '--force'], { cwd: root, stdio: 'ignore' });
  return seconds(started);
}

async function startOnce() {
  const started = performance.now();
  const child = spawn(process.execPath, [join(root, 'tools/bin/bellwether.mjs'), 'start'], {
    cwd: root,
    env: { ...process.env, BELLWETHER_HOME: home, PORT, GRPC_PORT: '18451' },
    stdio: 'ignore',
  });
  const client = createHttpClient({ baseUrl: `http://127.0.0.1:${PORT}`, timeoutMs: 5_000 });
  while (
    !(await client.predictChurn({ booking_id: 'BOOK001' }).then(
      () => true,
      () => false,
    ))
  ) {
    if (child.exitCode !== null) throw new Error(`bellwether start ended with ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const answered = seconds(started);
  // The second model trains on after the first answer; the peak is of the whole start.
  while (
    !(await client.predictNoShow({ booking_id: 'BOOK001' }).then(
      () => true,
      () => false,
    ))
  ) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  const peakMb = Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)[1]) / 1024);
  child.kill('SIGTERM');
  await once(child, 'exit');
  return { seconds: answered, peakMb };
}

function seconds(started) {
  return Math.round((performance.now() - started) / 100) / 10;
}
