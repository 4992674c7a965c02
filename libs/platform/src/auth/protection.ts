import { DomainError } from '@bellwether/errors';
import { createRemoteJWKSet } from 'jose';
import type { Logger } from 'pino';
import type { BaseConfig } from '../config/index.js';
import { Authenticator } from './authenticator.js';
import { Gate } from './gate.js';
import { patientKeys } from './jwks.js';
import { KeyRing } from './key-ring.js';
import { TokenBuckets } from './token-buckets.js';
import type { TokenRules } from './tokens.js';

export interface Protection {
  readonly gate: Gate;
  close(): void;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;
const JWKS_TIMEOUT_MS = 3_000;
const JWKS_COOLDOWN_MS = 30_000;
const JWKS_MAX_AGE_MS = 600_000;

/**
 * Who is let in, from an app's configuration.
 *
 * @throws INVALID_ARGUMENT when the app could be reached from other machines without being asked who they are, or when
 *   what it is to ask for is not configured.
 */
export function protectionOf(config: BaseConfig, now: () => number, logger: Logger): Protection {
  const { RATE_LIMIT_PER_SECOND: perSecond, RATE_LIMIT_BURST: burst } = config;
  const rateLimit =
    perSecond === undefined ? undefined : { perSecond, burst: burst ?? Math.max(1, Math.ceil(perSecond)) };
  const buckets = new TokenBuckets(now);
  if (config.AUTH === 'none') {
    if (!LOOPBACK.test(config.HOST)) {
      throw new DomainError(
        'INVALID_ARGUMENT',
        `AUTH must be required where other machines can call, and HOST is ${config.HOST}: set AUTH=required with ` +
          'API_KEYS_FILE (`bellwether keys create` writes one) or JWKS_URL, or HOST=127.0.0.1',
      );
    }
    return { gate: new Gate({ authenticator: null, rateLimit, buckets }), close: () => undefined };
  }
  const keys = config.API_KEYS_FILE === undefined ? undefined : new KeyRing(config.API_KEYS_FILE, now, logger);
  const tokens = tokenRules(config, now);
  if (keys === undefined && tokens === undefined) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      'AUTH=required needs API_KEYS_FILE or JWKS_URL: nobody could call otherwise',
    );
  }
  const authenticator = new Authenticator(keys, tokens);
  return { gate: new Gate({ authenticator, rateLimit, buckets }), close: () => keys?.close() };
}

function tokenRules(config: BaseConfig, now: () => number): TokenRules | undefined {
  const { JWKS_URL: url, JWT_ISSUER: issuer, JWT_AUDIENCE: audience, JWT_ROLES_CLAIM: rolesClaim } = config;
  if (url === undefined) return undefined;
  if (issuer === undefined || audience === undefined) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      'JWKS_URL needs JWT_ISSUER and JWT_AUDIENCE: a token that was issued for another service would be taken otherwise',
    );
  }
  const remote = createRemoteJWKSet(new URL(url), {
    timeoutDuration: JWKS_TIMEOUT_MS,
    cooldownDuration: JWKS_COOLDOWN_MS,
    cacheMaxAge: JWKS_MAX_AGE_MS,
  });
  return { issuer, audience, rolesClaim, keys: patientKeys(remote, now), now };
}
