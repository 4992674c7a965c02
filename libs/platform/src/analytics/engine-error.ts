import { types } from 'node:util';
import type { ClickHouseError } from '@clickhouse/client';
import { DomainError, type ErrorCode } from '@bellwether/errors';
import { STATEMENT_ERRORS } from './statement-errors.js';

/** What ClickHouse's error numbers mean to a caller; what is neither here nor a STATEMENT_ERROR is a fault. */
const BY_NUMBER: Readonly<Record<string, ErrorCode>> = {
  '159': 'DEADLINE_EXCEEDED', // TIMEOUT_EXCEEDED
  '158': 'RESOURCE_EXHAUSTED', // TOO_MANY_ROWS
  '160': 'RESOURCE_EXHAUSTED', // TOO_SLOW
  '164': 'FAILED_PRECONDITION', // READONLY
  '198': 'UNAVAILABLE', // DNS_ERROR
  '201': 'RESOURCE_EXHAUSTED', // QUOTA_EXCEEDED
  '202': 'RESOURCE_EXHAUSTED', // TOO_MANY_SIMULTANEOUS_QUERIES
  '209': 'UNAVAILABLE', // SOCKET_TIMEOUT
  '210': 'UNAVAILABLE', // NETWORK_ERROR
  '236': 'UNAVAILABLE', // ABORTED
  '241': 'RESOURCE_EXHAUSTED', // MEMORY_LIMIT_EXCEEDED
  '242': 'UNAVAILABLE', // TABLE_IS_READ_ONLY
  '243': 'RESOURCE_EXHAUSTED', // NOT_ENOUGH_SPACE
  '252': 'RESOURCE_EXHAUSTED', // TOO_MANY_PARTS
  '279': 'UNAVAILABLE', // ALL_CONNECTION_TRIES_FAILED
  '307': 'RESOURCE_EXHAUSTED', // TOO_MANY_BYTES
  '394': 'UNAVAILABLE', // QUERY_WAS_CANCELLED
  '396': 'RESOURCE_EXHAUSTED', // TOO_MANY_ROWS_OR_BYTES
  '497': 'PERMISSION_DENIED', // ACCESS_DENIED
  '516': 'UNAUTHENTICATED', // AUTHENTICATION_FAILED
  '745': 'UNAVAILABLE', // SERVER_OVERLOADED
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
    const name = error.type ?? error.code;
    if (STATEMENT_ERRORS.has(error.code)) {
      return new DomainError('INVALID_ARGUMENT', `the analytics store refused (${name}): ${error.message}`, {
        cause: error,
      });
    }
    const code = BY_NUMBER[error.code] ?? 'INTERNAL';
    // The engine's own words may tell of its files, hosts and users: they are for the log, with the cause.
    return new DomainError(code, `the analytics store failed (${name})`, {
      cause: error,
      ...(code === 'UNAVAILABLE' && { retryAfterSeconds: 1 }),
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
