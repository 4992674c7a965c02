import { DomainError, type ErrorCode } from '@bellwether/errors';
import { z } from 'zod';
import { Problem } from '../problem.js';

const CODE_OF_STATUS: Readonly<Record<number, ErrorCode>> = {
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  408: 'DEADLINE_EXCEEDED',
  409: 'ABORTED',
  413: 'RESOURCE_EXHAUSTED',
  422: 'FAILED_PRECONDITION',
  429: 'RESOURCE_EXHAUSTED',
  502: 'UNAVAILABLE',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
};

/** What is needed of a problem; RFC 9457 lets any member be missing and others be there. */
const ReadableProblem = z.object(Problem.shape).partial();

/**
 * The failure that an HTTP answer tells of, whether it carries problem details or, from a proxy on the way, none.
 *
 * @param status outside 200–299.
 */
export function httpFailure(status: number, retryAfter: string | null, text: string): DomainError {
  const problem = readProblem(text);
  const retryAfterSeconds = readRetryAfter(retryAfter);
  return new DomainError(codeOf(status, problem.type), problem.detail ?? problem.title ?? `HTTP status ${status}`, {
    fields: problem.errors ?? [],
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  });
}

/** Status 409 stands for two codes: a problem whose type ends in `already-exists` is the second. */
function codeOf(status: number, type: string | undefined): ErrorCode {
  if (status === 409 && type?.endsWith('already-exists')) return 'ALREADY_EXISTS';
  return CODE_OF_STATUS[status] ?? (status >= 400 && status < 500 ? 'INVALID_ARGUMENT' : 'INTERNAL');
}

function readProblem(text: string): z.output<typeof ReadableProblem> {
  try {
    return ReadableProblem.parse(JSON.parse(text));
  } catch {
    return {};
  }
}

/** Retry-After is seconds, or from some proxies a date. */
function readRetryAfter(value: string | null): number | undefined {
  if (value === null) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : Math.ceil((Date.parse(value) - Date.now()) / 1000);
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}
