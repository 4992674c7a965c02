import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { DomainError } from '@bellwether/errors';

export interface BufResult {
  readonly ok: boolean;
  /** What buf found, one fault per line. */
  readonly output: string;
}

/** Runs buf with arguments. A fault found in the files is a result; that buf itself did not run is an error. */
export function buf(...args: string[]): BufResult {
  const binary = createRequire(import.meta.url).resolve('@bufbuild/buf/bin/buf');
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [binary, ...args], { encoding: 'utf8' });
  // 100 is buf's exit code for faults in the files.
  if (status !== 0 && status !== 100) {
    throw new DomainError('INTERNAL', `buf ${args.join(' ')} failed with ${status}: ${stderr}`, { cause: error });
  }
  return { ok: status === 0, output: stdout };
}
