import { DomainError, type ErrorCode } from '@bellwether/errors';

/** What Postgres and PGlite report, by SQLSTATE; a class of two characters stands for its codes not named. */
const BY_SQLSTATE: Readonly<Record<string, ErrorCode>> = {
  '08': 'UNAVAILABLE', // connection exception
  '22': 'INVALID_ARGUMENT', // data exception: a value that its column cannot hold
  '23502': 'INVALID_ARGUMENT', // not null
  '23503': 'FAILED_PRECONDITION', // foreign key
  '23505': 'ALREADY_EXISTS', // unique
  '23514': 'INVALID_ARGUMENT', // check
  '40001': 'ABORTED', // serialization failure
  '40P01': 'ABORTED', // deadlock
  '53': 'RESOURCE_EXHAUSTED', // disk full, out of memory, too many connections
  '55P03': 'ABORTED', // lock not available
  '57014': 'DEADLINE_EXCEEDED', // statement timeout
  '57P01': 'UNAVAILABLE', // admin shutdown
  '57P02': 'UNAVAILABLE', // crash shutdown
  '57P03': 'UNAVAILABLE', // cannot connect now
};

/** What the driver and the socket report, by message and by system code. */
const BY_DRIVER: readonly (readonly [RegExp, ErrorCode])[] = [
  [/^Query read timeout/, 'DEADLINE_EXCEEDED'],
  [/^Connection terminated|^Client has encountered a connection error/, 'UNAVAILABLE'],
  [/^(ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH)$/, 'UNAVAILABLE'],
];

interface DatabaseFailure {
  readonly code?: string;
  readonly message?: string;
  readonly detail?: string;
  readonly driverError?: unknown;
}

/** The DomainError that a failure of the database amounts to; any other error comes back as it is. */
export function domainErrorOf(error: unknown): unknown {
  if (error instanceof DomainError || typeof error !== 'object' || error === null) return error;
  const { driverError, ...own } = error as DatabaseFailure;
  if (driverError instanceof DomainError) return driverError;
  const failure = (driverError ?? { ...own, message: (error as Error).message }) as DatabaseFailure;
  const code = codeOf(failure);
  if (!code) return error;
  // The detail names the column and the value («Key (name)=(a) already exists.»), the message only the constraint.
  const message = failure.detail ?? failure.message ?? 'the database refused';
  const mayPass = code === 'UNAVAILABLE' || code === 'RESOURCE_EXHAUSTED';
  return new DomainError(code, message, { cause: error, ...(mayPass && { retryAfterSeconds: 1 }) });
}

function codeOf({ code = '', message = '' }: DatabaseFailure): ErrorCode | undefined {
  return (
    BY_SQLSTATE[code] ??
    (/^[0-9A-Z]{5}$/.test(code) ? BY_SQLSTATE[code.slice(0, 2)] : undefined) ??
    BY_DRIVER.find(([pattern]) => pattern.test(message) || pattern.test(code))?.[1]
  );
}

/** Runs work on the database, so that its failures come out as DomainErrors. */
export async function withDomainErrors<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw domainErrorOf(error);
  }
}
