import { status, type ServiceError } from '@grpc/grpc-js';
import { DomainError, type ErrorCode } from '@bellwether/errors';
import { readProblemMetadata } from '../grpc/problem-metadata.js';

/** Every status that is a failure; those that are no code of ours become the nearest that is. */
const CODE_OF_STATUS: Readonly<Record<Exclude<status, status.OK>, ErrorCode>> = {
  [status.INVALID_ARGUMENT]: 'INVALID_ARGUMENT',
  [status.UNAUTHENTICATED]: 'UNAUTHENTICATED',
  [status.PERMISSION_DENIED]: 'PERMISSION_DENIED',
  [status.NOT_FOUND]: 'NOT_FOUND',
  [status.ALREADY_EXISTS]: 'ALREADY_EXISTS',
  [status.ABORTED]: 'ABORTED',
  [status.FAILED_PRECONDITION]: 'FAILED_PRECONDITION',
  [status.RESOURCE_EXHAUSTED]: 'RESOURCE_EXHAUSTED',
  [status.DEADLINE_EXCEEDED]: 'DEADLINE_EXCEEDED',
  [status.UNAVAILABLE]: 'UNAVAILABLE',
  [status.INTERNAL]: 'INTERNAL',
  // The caller's own giving up never comes here: the server or a proxy dropped the call.
  [status.CANCELLED]: 'UNAVAILABLE',
  [status.OUT_OF_RANGE]: 'INVALID_ARGUMENT',
  // As over HTTP, where an operation that the server does not have is a 404.
  [status.UNIMPLEMENTED]: 'NOT_FOUND',
  [status.DATA_LOSS]: 'INTERNAL',
  [status.UNKNOWN]: 'INTERNAL',
};

/** The failure that a gRPC status tells of, with the fields at fault from its trailing metadata. */
export function grpcFailure(error: ServiceError): DomainError {
  const code = error.code === status.OK ? 'INTERNAL' : CODE_OF_STATUS[error.code];
  return new DomainError(code, error.details, { ...readProblemMetadata(error.metadata), cause: error });
}
