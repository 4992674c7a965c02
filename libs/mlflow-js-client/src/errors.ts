import { mlflow } from '@bellwether/contracts';
import { DomainError, type ErrorCode } from '@bellwether/errors';

const BY_ERROR_CODE: Readonly<Record<string, ErrorCode>> = {
  INVALID_PARAMETER_VALUE: 'INVALID_ARGUMENT',
  BAD_REQUEST: 'INVALID_ARGUMENT',
  MALFORMED_REQUEST: 'INVALID_ARGUMENT',
  RESOURCE_DOES_NOT_EXIST: 'NOT_FOUND',
  ENDPOINT_NOT_FOUND: 'NOT_FOUND',
  NOT_FOUND: 'NOT_FOUND',
  RESOURCE_ALREADY_EXISTS: 'ALREADY_EXISTS',
  ALREADY_EXISTS: 'ALREADY_EXISTS',
  RESOURCE_CONFLICT: 'ABORTED',
  ABORTED: 'ABORTED',
  PERMISSION_DENIED: 'PERMISSION_DENIED',
  UNAUTHENTICATED: 'UNAUTHENTICATED',
  INVALID_STATE: 'FAILED_PRECONDITION',
  REQUEST_LIMIT_EXCEEDED: 'RESOURCE_EXHAUSTED',
  RESOURCE_EXHAUSTED: 'RESOURCE_EXHAUSTED',
  TEMPORARILY_UNAVAILABLE: 'UNAVAILABLE',
  DEADLINE_EXCEEDED: 'DEADLINE_EXCEEDED',
};

/** What stands between client and server answers without an error code; then the status must do. */
const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  405: 'NOT_FOUND',
  409: 'ABORTED',
  413: 'RESOURCE_EXHAUSTED',
  422: 'FAILED_PRECONDITION',
  429: 'RESOURCE_EXHAUSTED',
  502: 'UNAVAILABLE',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
};

/**
 * The failure that an answer stands for.
 *
 * @param what the call, for the message: `POST runs/create`.
 */
export function errorOfAnswer(what: string, status: number, body: string, retryAfter: string | null): DomainError {
  const parsed = mlflow.MlflowError.safeParse(readJson(body));
  const byCode = parsed.success ? BY_ERROR_CODE[parsed.data.error_code] : undefined;
  const code = byCode ?? BY_STATUS[status] ?? 'INTERNAL';
  const detail = parsed.success ? parsed.data.message : body.slice(0, 200);
  const seconds = Number(retryAfter ?? NaN);
  return new DomainError(code, `${what} → ${status}: ${detail}`, {
    ...(seconds >= 0 && { retryAfterSeconds: seconds }),
  });
}

/** The failure that a request without an answer stands for. */
export function errorOfFetch(what: string, error: unknown, timedOut: boolean, timeoutMs: number): DomainError {
  if (timedOut) return new DomainError('DEADLINE_EXCEEDED', `${what} took more than ${timeoutMs} ms`, { cause: error });
  return new DomainError('UNAVAILABLE', `${what}: the registry cannot be reached`, { cause: error });
}

export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
