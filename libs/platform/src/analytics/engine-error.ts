import { types } from 'node:util';
import type { ClickHouseError } from '@clickhouse/client';
import { DomainError, type ErrorCode } from '@bellwether/errors';

/** ClickHouse's error numbers that do not mean «this statement is wrong». */
const BY_NUMBER: Readonly<Record<string, ErrorCode>> = {
  '159': 'DEADLINE_EXCEEDED', // TIMEOUT_EXCEEDED
  '160': 'RESOURCE_EXHAUSTED', // TOO_SLOW
  '164': 'FAILED_PRECONDITION', // READONLY
  '202': 'RESOURCE_EXHAUSTED', // TOO_MANY_SIMULTANEOUS_QUERIES
  '209': 'UNAVAILABLE', // SOCKET_TIMEOUT
  '210': 'UNAVAILABLE', // NETWORK_ERROR
  '236': 'UNAVAILABLE', // ABORTED
  '241': 'RESOURCE_EXHAUSTED', // MEMORY_LIMIT_EXCEEDED
  '242': 'UNAVAILABLE', // TABLE_IS_READ_ONLY
  '243': 'RESOURCE_EXHAUSTED', // NOT_ENOUGH_SPACE
  '252': 'RESOURCE_EXHAUSTED', // TOO_MANY_PARTS
  '279': 'UNAVAILABLE', // ALL_CONNECTION_TRIES_FAILED
  '396': 'RESOURCE_EXHAUSTED', // TOO_MANY_ROWS_OR_BYTES
  '497': 'PERMISSION_DENIED', // ACCESS_DENIED
  '516': 'UNAUTHENTICATED', // AUTHENTICATION_FAILED
  '999': 'UNAVAILABLE', // KEEPER_EXCEPTION
};

/** Runs a call of the client, so that its failures come out as DomainErrors. */
export async function withEngineErrors<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    throw domainErrorOf(error);
  }
}

function domainErrorOf(error: unknown): unknown {
  if (error instanceof DomainError || !types.isNativeError(error)) return error;
  if (isEngineError(error)) {
    const code = BY_NUMBER[error.code] ?? 'INVALID_ARGUMENT';
    return new DomainError(code, `the analytics store refused (${error.type ?? error.code}): ${error.message}`, {
      cause: error,
    });
  }
  const { code } = error as NodeJS.ErrnoException;
  if (code || /timeout|socket|closed/i.test(error.message)) {
    const reason = error.message || code;
    return new DomainError('UNAVAILABLE', `the analytics store cannot be reached: ${reason}`, {
      cause: error,
      retryAfterSeconds: 1,
    });
  }
  return error;
}

/** By shape: the embedded engine throws the same error from its own copy of the class. */
function isEngineError(error: Error): error is ClickHouseError {
  return error.constructor.name === 'ClickHouseError';
}
