import { HttpException } from '@nestjs/common';
import { DomainError, type ErrorCode, type FieldProblem } from '@bellwether/errors';
import { HTTP_STATUS } from './http-status.js';

/** What any error amounts to for a caller; nothing here may tell of the inside. */
export interface Failure {
  readonly code: ErrorCode;
  readonly httpStatus: number;
  readonly detail: string;
  readonly fields: readonly FieldProblem[];
  readonly retryAfterSeconds: number | undefined;
  /** A bug rather than a refusal: logged with its cause. */
  readonly unexpected: boolean;
}

/** Code of an HTTP status that the framework chose: what Fastify and Nest refuse before a controller is reached. */
const CODE_OF_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  405: 'NOT_FOUND',
  408: 'DEADLINE_EXCEEDED',
  409: 'ABORTED',
  413: 'RESOURCE_EXHAUSTED',
  414: 'INVALID_ARGUMENT',
  415: 'INVALID_ARGUMENT',
  422: 'FAILED_PRECONDITION',
  429: 'RESOURCE_EXHAUSTED',
  431: 'RESOURCE_EXHAUSTED',
  503: 'UNAVAILABLE',
};

export function failureOf(error: unknown): Failure {
  if (error instanceof DomainError) {
    return {
      code: error.code,
      httpStatus: HTTP_STATUS[error.code],
      detail: error.code === 'INTERNAL' ? 'internal error' : error.message,
      fields: error.fields,
      retryAfterSeconds: error.retryAfterSeconds ?? (error.code === 'UNAVAILABLE' ? 1 : undefined),
      unexpected: error.code === 'INTERNAL',
    };
  }
  const status = frameworkStatus(error);
  const code = status === undefined ? undefined : CODE_OF_STATUS[status];
  if (status !== undefined && code !== undefined) {
    const retryAfterSeconds = status === 503 ? 1 : undefined;
    return {
      code,
      httpStatus: status,
      detail: (error as Error).message,
      fields: [],
      retryAfterSeconds,
      unexpected: false,
    };
  }
  return {
    code: 'INTERNAL',
    httpStatus: 500,
    detail: 'internal error',
    fields: [],
    retryAfterSeconds: undefined,
    unexpected: true,
  };
}

function frameworkStatus(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (!(error instanceof Error) || !('statusCode' in error) || typeof error.statusCode !== 'number') return undefined;
  // Fastify marks its own refusals; any other error with a statusCode was not meant for the caller.
  return 'code' in error && typeof error.code === 'string' && error.code.startsWith('FST_')
    ? error.statusCode
    : 400 === error.statusCode
      ? 400
      : undefined;
}
