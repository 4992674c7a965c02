// Runs one step after the other as child processes, each announced and timed; a failing step does not hide the next.
import { spawn } from 'node:child_process';

/** @returns {Promise<{ status: number, output: string }>} the exit code, and what was printed (it is shown as well). */
export function run(command, args, { cwd, env = {}, quiet = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const take = (chunk) => {
      output += chunk;
      if (!quiet) process.stdout.write(chunk);
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.once('error', (error) => resolve({ status: 1, output: `${output}${error.message}\n` }));
    child.once('close', (status) => resolve({ status: status ?? 1, output }));
  });
}

/** @returns {Promise<{ name: string, ok: boolean, output: string }>} */
export async function step(name, command, args, options) {
  const started = performance.now();
  process.stdout.write(`\n── ${name}\n`);
  const { status, output } = await run(command, args, options);
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  process.stdout.write(`── ${name}: ${status === 0 ? 'ok' : `failed with ${status}`} (${seconds} s)\n`);
  return { name, ok: status === 0, output };
}
