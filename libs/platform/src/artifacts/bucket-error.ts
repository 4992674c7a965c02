import { types } from 'node:util';
import { DomainError, type ErrorCode } from '@bellwether/errors';

/** What S3 and the servers that speak its protocol call their refusals. */
const BY_NAME: Readonly<Record<string, readonly [code: ErrorCode, meaning: string]>> = {
  AccessDenied: ['PERMISSION_DENIED', 'these credentials may not do this'],
  InvalidAccessKeyId: ['PERMISSION_DENIED', 'it does not know these credentials'],
  SignatureDoesNotMatch: ['PERMISSION_DENIED', 'the secret key is wrong'],
  ExpiredToken: ['PERMISSION_DENIED', 'the credentials have expired'],
  CredentialsProviderError: ['PERMISSION_DENIED', 'no credentials were found'],
  NoSuchBucket: ['FAILED_PRECONDITION', 'there is no such bucket'],
  PermanentRedirect: ['FAILED_PRECONDITION', 'the bucket is in another region: name it by region=… in the url'],
  QuotaExceeded: ['RESOURCE_EXHAUSTED', 'its quota is used up'],
  XMinioStorageFull: ['RESOURCE_EXHAUSTED', 'it is full'],
  XMinioAdminBucketQuotaExceeded: ['RESOURCE_EXHAUSTED', 'its quota is used up'],
  EntityTooLarge: ['INVALID_ARGUMENT', 'the content is larger than it takes'],
};
const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  403: 'PERMISSION_DENIED',
  404: 'FAILED_PRECONDITION',
  429: 'UNAVAILABLE',
  507: 'RESOURCE_EXHAUSTED',
};

/** How the client passes on what its socket threw, where that is no error of the same realm. */
const WRAPPED = 'AWS SDK error wrapper';

/** Runs a call of the S3 client, so that its failures come out as DomainErrors. */
export async function withBucketErrors<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    throw domainErrorOf(error);
  }
}

/** Whether the answer was that there is no such object; an absent bucket is another matter. */
export function isAbsent(error: unknown): boolean {
  return types.isNativeError(error) && (error.name === 'NoSuchKey' || error.name === 'NotFound');
}

function domainErrorOf(error: unknown): unknown {
  if (error instanceof DomainError || !types.isNativeError(error)) return error;
  const named = BY_NAME[error.name];
  if (named) return new DomainError(named[0], `the artifact bucket refused: ${named[1]}`, { cause: error });
  const status = statusOf(error);
  if (status !== undefined) {
    const code = BY_STATUS[status] ?? (status >= 500 ? 'UNAVAILABLE' : 'INTERNAL');
    const message = `the artifact bucket answered ${error.name} (status ${status})`;
    return new DomainError(code, message, { cause: error, ...(code === 'UNAVAILABLE' && { retryAfterSeconds: 1 }) });
  }
  if ('code' in error || error.name === 'TimeoutError' || error.message.startsWith(WRAPPED)) {
    const message = `the artifact bucket cannot be reached: ${error.message || error.name}`;
    return new DomainError('UNAVAILABLE', message, { cause: error, retryAfterSeconds: 1 });
  }
  return error;
}

/** The HTTP status the client keeps with what a server answered. */
function statusOf(error: Error): number | undefined {
  const { $metadata: metadata } = error as Error & { readonly $metadata?: { readonly httpStatusCode?: number } };
  return metadata?.httpStatusCode;
}
