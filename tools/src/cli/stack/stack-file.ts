import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** What a running standalone writes into its home, so that others find it. */
const StackFile = z.object({
  url: z.url(),
  pid: z.int().positive(),
  /** `host:port`. */
  grpc: z.string().optional(),
});
export type StackFile = z.output<typeof StackFile>;

export function stackFilePath(home: string): string {
  return join(home, 'stack.json');
}

/**
 * The stack that a home folder tells of. Undefined when there is none, or when its process has ended without taking the
 * file away.
 */
export async function readStackFile(home: string): Promise<StackFile | undefined> {
  let text: string;
  try {
    text = await readFile(stackFilePath(home), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const parsed = StackFile.safeParse(parseJson(text));
  return parsed.success && isRunning(parsed.data.pid) ? parsed.data : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Being written, or left half written by a crash.
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Someone else's process may not be signalled, yet it runs.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
