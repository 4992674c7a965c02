import { spawn } from 'node:child_process';
import { CommandError } from '../cli/command-error.js';
import { BenchOutput } from './result.js';

/** The longest a script may run, in milliseconds. */
const TIMEOUT_MS = 30 * 60_000;

/**
 * Runs one script of tools/bench.
 *
 * @param onLine told each line that it says on the way.
 * @returns the results that it printed; scripts of several parts print several.
 * @throws FAILED_PRECONDITION when it fails, or prints no result.
 */
export async function runScript(script: string, cwd: string, onLine: (line: string) => void): Promise<BenchOutput[]> {
  const { status, stdout, stderr } = await spawned(script, cwd, onLine);
  if (status !== 0) {
    const lastWords = stderr.trimEnd().split('\n').slice(-5).join('\n');
    throw new CommandError(
      'FAILED_PRECONDITION',
      `${script} ended with ${status}:\n${lastWords}`,
      `Run it alone to see more: node ${script}`,
    );
  }
  const outputs = readOutputs(stdout);
  if (outputs.length > 0) return outputs;
  throw new CommandError(
    'FAILED_PRECONDITION',
    `${script} printed no result`,
    'A result is a JSON object with a `protocol` beside its figures, from the start of a line on.',
  );
}

/** One object over many lines at the end of the output, or objects of a line each. */
function readOutputs(stdout: string): BenchOutput[] {
  const start = stdout.search(/^\{/m);
  const whole = start < 0 ? undefined : parseJson(stdout.slice(start));
  const candidates = whole === undefined ? stdout.split('\n').map(parseJson) : [whole];
  return candidates.flatMap((candidate) => {
    const parsed = BenchOutput.safeParse(candidate);
    return parsed.success ? [parsed.data] : [];
  });
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

interface Ended {
  readonly status: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

function spawned(script: string, cwd: string, onLine: (line: string) => void): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--expose-gc', script], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: TIMEOUT_MS,
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      const line = text.trimEnd().split('\n').at(-1);
      if (line !== undefined && line !== '') onLine(line);
    });
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ status: code ?? signal ?? 'unknown', stdout, stderr }));
  });
}
