import { DomainError } from '@bellwether/errors';
import { CommandError, UsageError } from './command-error.js';
import { EXIT, EXIT_OF_ERROR, type ExitCode } from './exit-codes.js';
import { CommanderError } from 'commander';

/** How a failure is told to the user. */
export interface Failure {
  readonly exitCode: ExitCode;
  /** Without a stack trace; empty where it has been told already. */
  readonly text: string;
}

/** What went wrong in the system, in words that need no manual. */
const SYSTEM_ERRORS: Readonly<Record<string, (error: NodeJS.ErrnoException) => string>> = {
  ENOENT: ({ path }) => `there is no file or folder '${path ?? '?'}'`,
  EACCES: ({ path }) => `no permission for '${path ?? '?'}'`,
  EPERM: ({ path }) => `no permission for '${path ?? '?'}'`,
  EISDIR: ({ path, message }) => `a folder stands where a file should: ${path ?? message}`,
  ENOTDIR: ({ path }) => `'${path ?? '?'}' is not a folder`,
  EEXIST: ({ path }) => `'${path ?? '?'}' is there already`,
  ENOSPC: ({ path }) => `the disk is full${path === undefined ? '' : ` at '${path}'`}`,
  EADDRINUSE: (error) =>
    `the port ${'port' in error ? String(error.port) : '?'} is taken: stop what listens there, or choose others with --port and --grpc-port`,
};

/** Puts any error that ends a command into words and an exit code. Bugs look like bugs, and traces show on request only. */
export function describeFailure(error: unknown, { debug }: { readonly debug: boolean }): Failure {
  // The parser has told its own errors, and help and version are no errors.
  if (error instanceof CommanderError) {
    return { exitCode: error.exitCode === 0 ? EXIT.ok : EXIT.usage, text: '' };
  }
  if (isError(error) && error.name === 'AbortError') return { exitCode: EXIT.interrupted, text: 'interrupted\n' };
  const trace = debug && isError(error) ? `\n${traceOf(error)}\n` : '';
  if (error instanceof UsageError) {
    return { exitCode: EXIT.usage, text: `error: ${error.message}\nSee --help.\n${trace}` };
  }
  if (error instanceof DomainError) {
    return { exitCode: EXIT_OF_ERROR[error.code], text: `error: ${error.message}\n${detailsOf(error)}${trace}` };
  }
  const inWords = isError(error) ? SYSTEM_ERRORS[error.code ?? '']?.(error) : undefined;
  if (inWords !== undefined) return { exitCode: EXIT.failed, text: `error: ${inWords}\n${trace}` };
  const message = isError(error) ? error.message : String(error);
  const where = debug ? '' : 'This is a fault of the program. BELLWETHER_DEBUG=1 shows where it happened.\n';
  return { exitCode: EXIT.failed, text: `error: ${message}\n${where}${trace}` };
}

function detailsOf(error: DomainError): string {
  // The message of a single field's problem usually is the problem's own text.
  const fields = error.fields
    .filter(({ message }) => !error.message.includes(message))
    .map(({ path, message }) => `  ${path}: ${message}\n`)
    .join('');
  const advice = error instanceof CommandError ? `${error.advice}\n` : '';
  const wait = error.retryAfterSeconds === undefined ? '' : `Try again in ${error.retryAfterSeconds} s.\n`;
  return fields + advice + wait;
}

function traceOf(error: Error): string {
  const cause = isError(error.cause) ? `\ncaused by ${traceOf(error.cause)}` : '';
  return (error.stack ?? error.message) + cause;
}

/** By its shape: Node's own errors are of another class where the code runs in a realm of its own. */
function isError(error: unknown): error is NodeJS.ErrnoException {
  return typeof error === 'object' && error !== null && 'message' in error && 'name' in error;
}
