import type { DomainError, ErrorCode } from '@bellwether/errors';

export interface MlflowErrorAnswer {
  readonly status: number;
  readonly body: { readonly error_code: string; readonly message: string };
}

interface Translation {
  readonly errorCode: string;
  readonly status: number;
}

/**
 * How each failure reads in MLflow's protocol. Stock clients repeat a request on 429 and 5xx, so a refusal that another
 * try cannot mend must be neither: MLflow's INVALID_STATE, which travels as 500, is not used.
 *
 * @see MLflow, `mlflow/exceptions.py`: ERROR_CODE_TO_HTTP_STATUS.
 */
const TRANSLATIONS: Record<ErrorCode, Translation> = {
  INVALID_ARGUMENT: { errorCode: 'INVALID_PARAMETER_VALUE', status: 400 },
  UNAUTHENTICATED: { errorCode: 'UNAUTHENTICATED', status: 401 },
  PERMISSION_DENIED: { errorCode: 'PERMISSION_DENIED', status: 403 },
  NOT_FOUND: { errorCode: 'RESOURCE_DOES_NOT_EXIST', status: 404 },
  ALREADY_EXISTS: { errorCode: 'RESOURCE_ALREADY_EXISTS', status: 400 },
  ABORTED: { errorCode: 'RESOURCE_CONFLICT', status: 409 },
  FAILED_PRECONDITION: { errorCode: 'INVALID_PARAMETER_VALUE', status: 400 },
  RESOURCE_EXHAUSTED: { errorCode: 'REQUEST_LIMIT_EXCEEDED', status: 429 },
  DEADLINE_EXCEEDED: { errorCode: 'TEMPORARILY_UNAVAILABLE', status: 503 },
  UNAVAILABLE: { errorCode: 'TEMPORARILY_UNAVAILABLE', status: 503 },
  INTERNAL: { errorCode: 'INTERNAL_ERROR', status: 500 },
};

/** The answer to a failed MLflow call; what an INTERNAL failure says stays inside. */
export function mlflowErrorAnswer(error: DomainError): MlflowErrorAnswer {
  const { errorCode, status } = TRANSLATIONS[error.code];
  const message = error.code === 'INTERNAL' ? 'Internal server error' : error.message;
  return { status, body: { error_code: errorCode, message } };
}
