import { DomainError } from '@bellwether/errors';
import { createLocalJWKSet, errors, type JWTVerifyGetKey, type RemoteJWKSet } from 'jose';

/** How long an issuer that did not answer is left alone, in milliseconds. */
const RETRY_AFTER_MS = 10_000;

/**
 * The issuer's signing keys, which go on being used where the issuer cannot be asked for new ones: its outage is no reason
 * to turn callers away.
 *
 * @throws UNAVAILABLE while the issuer is away and the key was not seen before.
 */
export function patientKeys(remote: RemoteJWKSet, now: () => number): JWTVerifyGetKey {
  let askAgainAt = -Infinity;
  return async (header, token) => {
    if (now() >= askAgainAt) {
      try {
        return await remote(header, token);
      } catch (error) {
        if (isAboutTheKey(error)) throw error;
        askAgainAt = now() + RETRY_AFTER_MS;
      }
    }
    try {
      const known = remote.jwks();
      if (known !== undefined) return await createLocalJWKSet(known)(header, token);
    } catch (error) {
      // One that only the issuer could tell us about.
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
    }
    throw new DomainError('UNAVAILABLE', 'the issuer of tokens cannot be asked for its keys', {
      retryAfterSeconds: RETRY_AFTER_MS / 1_000,
    });
  };
}

const isAboutTheKey = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported;
