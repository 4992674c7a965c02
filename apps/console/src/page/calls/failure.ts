import { DomainError, type ErrorCode } from '@bellwether/errors';

/** What to say of a call that failed. */
export interface Failure {
  readonly code: ErrorCode;
  readonly title: string;
  readonly detail: string;
  /** When it may have passed, in milliseconds from now; undefined for what does not pass by itself. */
  readonly passesInMs: number | undefined;
}

const TITLES: Readonly<Record<ErrorCode, string>> = {
  INVALID_ARGUMENT: 'This was not understood',
  UNAUTHENTICATED: 'An API key is needed',
  PERMISSION_DENIED: 'The API key may not do this',
  NOT_FOUND: 'There is no such thing',
  ALREADY_EXISTS: 'It is there already',
  ABORTED: 'Somebody else was faster',
  FAILED_PRECONDITION: 'This cannot be done now',
  RESOURCE_EXHAUSTED: 'Too much was asked',
  DEADLINE_EXCEEDED: 'It took too long',
  UNAVAILABLE: 'The service cannot be reached',
  INTERNAL: 'Something went wrong',
};

const TRANSIENT: ReadonlySet<ErrorCode> = new Set(['RESOURCE_EXHAUSTED', 'UNAVAILABLE', 'DEADLINE_EXCEEDED']);

/** Any error as something that can be shown. */
export function failureOf(error: unknown): Failure {
  if (error instanceof DomainError) {
    return {
      code: error.code,
      title: TITLES[error.code],
      detail: error.message,
      passesInMs: TRANSIENT.has(error.code) ? waitMs(error.retryAfterSeconds) : undefined,
    };
  }
  const detail = error instanceof Error ? error.message : String(error);
  return { code: 'INTERNAL', title: TITLES.INTERNAL, detail, passesInMs: undefined };
}

/** What a server says is believed, within bounds: neither a storm of calls nor a page that has given up. */
function waitMs(retryAfterSeconds = 3): number {
  return 1_000 * Math.min(30, Math.max(1, retryAfterSeconds));
}
