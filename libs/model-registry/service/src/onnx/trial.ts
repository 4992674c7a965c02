import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { DomainError } from '@bellwether/errors';
import { z } from 'zod';

/** What became of a model that was tried. */
export const TrialVerdict = z.discriminatedUnion('accepted', [
  z.object({ accepted: z.literal(true) }),
  z.object({ accepted: z.literal(false), reason: z.string() }),
]);
export type TrialVerdict = z.output<typeof TrialVerdict>;

export interface TrialLimits {
  /** From the start of the process to its verdict, in milliseconds. */
  readonly timeoutMs: number;
  /** Of CPU, in whole seconds: what a model costs on a busy machine as on a quiet one. */
  readonly cpuSeconds: number;
  /** Private memory of the process, in bytes; its JavaScript heap takes half at the most. */
  readonly memoryBytes: number;
}

const SCRIPT = fileURLToPath(new URL('../../dist/onnx/trial-process.js', import.meta.url));
const MAX_VERDICT_CHARS = 4_096;

/** Limits of the system that hold whatever the native code does: no core file, CPU seconds, private memory in KiB. */
const LIMITED = 'ulimit -c 0; ulimit -t "$1"; ulimit -d "$2"; shift 2; exec "$@"';

/**
 * Inspects a model file and runs it once on an example of its signature, in a process of its own that has limits of time,
 * CPU and memory and nothing of our environment: a file that makes its reader crash, spin or swell takes nobody along.
 *
 * (macOS does not hold a process to its memory; its time is limited there all the same.)
 *
 * @throws UNAVAILABLE when the process cannot be started.
 */
export async function tryOnnx(content: AsyncIterable<Uint8Array>, limits: TrialLimits): Promise<TrialVerdict> {
  const child = start(limits);
  const deadline = AbortSignal.timeout(limits.timeoutMs);
  const kill = (): void => void child.kill('SIGKILL');
  deadline.addEventListener('abort', kill, { once: true });
  try {
    const ended = once(child, 'close') as Promise<[code: number | null, signal: NodeJS.Signals | null]>;
    const [said, [code, signal]] = await Promise.all([textOf(child), ended, fed(child, content)]);
    if (code === 0) return TrialVerdict.parse(JSON.parse(said));
    const reason = deadline.aborted
      ? `it was not done within ${limits.timeoutMs / 1_000} seconds`
      : `the process that tried it ended by ${signal ?? `code ${code}`}, with ${limits.cpuSeconds} seconds of CPU and ${limits.memoryBytes} bytes of memory`;
    return { accepted: false, reason };
  } catch (error) {
    if (!(error as NodeJS.ErrnoException).syscall?.startsWith('spawn')) throw error;
    throw new DomainError('UNAVAILABLE', 'a process to try models in could not be started', { cause: error });
  } finally {
    deadline.removeEventListener('abort', kill);
    kill();
  }
}

function start({ cpuSeconds, memoryBytes }: TrialLimits): ChildProcess {
  const heapMb = Math.max(64, Math.floor(memoryBytes / 2 / 2 ** 20));
  const limits = [String(cpuSeconds), String(Math.floor(memoryBytes / 1_024))];
  const node = [process.execPath, `--max-old-space-size=${heapMb}`, '--disable-proto=throw', SCRIPT];
  return spawn('/bin/sh', ['-c', LIMITED, 'sh', ...limits, ...node], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { NODE_ENV: 'production', UV_THREADPOOL_SIZE: '1' },
    cwd: '/',
  });
}

const STOPPED_LISTENING: ReadonlySet<string> = new Set(['EPIPE', 'ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE']);

/** A process that has its verdict, or is dead, reads no further. */
async function fed(child: ChildProcess, content: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    await pipeline(Readable.from(content), child.stdin!);
  } catch (error) {
    // That the process stopped listening is told by how it ended; what the store failed with is told as it is.
    if (!STOPPED_LISTENING.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

async function textOf(child: ChildProcess): Promise<string> {
  let text = '';
  child.stdout!.setEncoding('utf8');
  for await (const part of child.stdout!) {
    text += String(part);
    if (text.length > MAX_VERDICT_CHARS) child.kill('SIGKILL');
  }
  return text;
}
