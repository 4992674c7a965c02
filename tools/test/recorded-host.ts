import type { Host } from '../src/cli/host.js';

/** A host whose streams are kept, whose clock stands still, and whom nobody interrupts unless `interrupt` is called. */
export interface RecordedHost extends Host {
  readonly written: { stdout: string; stderr: string };
  interrupt(): void;
  advance(milliseconds: number): void;
}

export function recordedHost(overrides: Partial<Pick<Host, 'env' | 'cwd'>> = {}): RecordedHost {
  const written = { stdout: '', stderr: '' };
  const interruption = new AbortController();
  let now = 0;
  return {
    stdout: { write: (text: string) => (written.stdout += text) },
    stderr: { write: (text: string) => (written.stderr += text) },
    env: {},
    cwd: '/nowhere',
    now: () => now,
    clock: () => new Date('2026-01-31T20:00:00Z'),
    signal: interruption.signal,
    ...overrides,
    written,
    interrupt: () => interruption.abort(),
    advance: (milliseconds) => (now += milliseconds),
  };
}
