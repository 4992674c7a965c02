import type { ErrorCode } from '@bellwether/errors';

/** HTTP status of each failure; a new code does not compile until it stands here. */
export const HTTP_STATUS: Record<ErrorCode, number> = {
  INVALID_ARGUMENT: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  ABORTED: 409,
  FAILED_PRECONDITION: 422,
  RESOURCE_EXHAUSTED: 429,
  DEADLINE_EXCEEDED: 504,
  UNAVAILABLE: 503,
  INTERNAL: 500,
};

/** Title of a problem by its HTTP status (RFC 9457 §3.1.3: the same for every occurrence of the type). */
export const PROBLEM_TITLE: Readonly<Record<number, string>> = {
  400: 'Invalid request',
  401: 'Not authenticated',
  403: 'Not permitted',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  413: 'Request too large',
  415: 'Unsupported media type',
  422: 'Impossible request',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Unavailable',
  504: 'Deadline exceeded',
};
