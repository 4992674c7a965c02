import { ROLES, type Role } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import type { Principal } from './principal.js';

/** Signatures by a private key of the issuer's: with a shared secret each app could issue tokens, and `none` is no signature. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const CLOCK_SKEW_SECONDS = 60;
const LONGEST_TOKEN = 8_192;

export interface TokenRules {
  readonly issuer: string;
  readonly audience: string;
  /** Claim with the roles: a list, or a text of words as `scope` has it. */
  readonly rolesClaim: string;
  readonly keys: JWTVerifyGetKey;
  readonly now: () => number;
}

/**
 * Whose token it is; undefined for one that is not valid here and now.
 *
 * @throws UNAVAILABLE when that cannot be told, because the issuer's keys are not known.
 */
export async function verifyToken(text: string, rules: TokenRules): Promise<Principal | undefined> {
  if (text.length > LONGEST_TOKEN) return undefined;
  try {
    const { payload } = await jwtVerify(text, rules.keys, {
      issuer: rules.issuer,
      audience: rules.audience,
      algorithms: ALGORITHMS,
      clockTolerance: CLOCK_SKEW_SECONDS,
      requiredClaims: ['sub', 'exp'],
      currentDate: new Date(rules.now()),
    });
    return { id: `token:${payload.sub}`, role: roleOf(payload, rules.rolesClaim) };
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    if (error instanceof DomainError) throw error;
    throw new DomainError('UNAVAILABLE', 'the token could not be verified', { cause: error });
  }
}

/** The highest role that the claim has, plain or as `bellwether:<role>`; without that claim, that `scope` has. */
function roleOf(payload: JWTPayload, claim: string): Role | null {
  const given = wordsOf(payload[claim] ?? payload['scope']);
  return ROLES.findLast((role) => given.includes(role) || given.includes(`bellwether:${role}`)) ?? null;
}

function wordsOf(claim: unknown): readonly unknown[] {
  if (typeof claim === 'string') return claim.split(' ');
  return Array.isArray(claim) ? claim : [];
}
