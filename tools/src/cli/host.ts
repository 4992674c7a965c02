/** A stream that text is written to, and what is known of it. */
export interface TextSink {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** Width of the terminal in characters; absent where there is none. */
  readonly columns?: number;
}

/** Everything of the process that a command may touch: tests hand in their own. */
export interface Host {
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder that relative paths are relative to. */
  readonly cwd: string;
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
  /** The time of day and calendar. */
  readonly clock: () => Date;
  /** Ends with Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
}

/** Whether a person watches: a terminal, and not the terminal that some build servers pretend to be. */
export function isInteractive({ stderr, env }: Pick<Host, 'stderr' | 'env'>): boolean {
  const inCi = env['CI'] !== undefined && env['CI'] !== '' && env['CI'] !== 'false';
  return stderr.isTTY === true && !inCi && env['TERM'] !== 'dumb';
}
