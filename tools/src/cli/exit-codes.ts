import type { ErrorCode } from '@bellwether/errors';

/** What the process tells its caller. */
export const EXIT = {
  ok: 0,
  /** It was tried and did not work; trying the same again will not help. */
  failed: 1,
  /** The command line itself is wrong: nothing was tried. */
  usage: 2,
  /** Something did not answer, or was too busy: trying again may help. */
  unavailable: 3,
  /** Ctrl-C, as shells have it: 128 + SIGINT. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The exit code of each failure; a new code does not compile until it has one. */
export const EXIT_OF_ERROR: Readonly<Record<ErrorCode, ExitCode>> = {
  INVALID_ARGUMENT: EXIT.failed,
  UNAUTHENTICATED: EXIT.failed,
  PERMISSION_DENIED: EXIT.failed,
  NOT_FOUND: EXIT.failed,
  ALREADY_EXISTS: EXIT.failed,
  ABORTED: EXIT.failed,
  FAILED_PRECONDITION: EXIT.failed,
  RESOURCE_EXHAUSTED: EXIT.unavailable,
  DEADLINE_EXCEEDED: EXIT.unavailable,
  UNAVAILABLE: EXIT.unavailable,
  INTERNAL: EXIT.failed,
};

/** The lines about exit codes that close every help text. */
export const EXIT_CODES_HELP = `
Exit codes: ${EXIT.ok} done · ${EXIT.failed} failed · ${EXIT.usage} wrong usage · ${EXIT.unavailable} something did not answer, try again · ${EXIT.interrupted} interrupted`;
