import { looksLikeApiKey } from './api-key.js';
import type { KeyRing } from './key-ring.js';
import type { Principal } from './principal.js';
import { verifyToken, type TokenRules } from './tokens.js';

/** Tells who calls, by what the app was configured to trust. */
export class Authenticator {
  constructor(
    private readonly keys: KeyRing | undefined,
    private readonly tokens: TokenRules | undefined,
  ) {}

  /** Whose API key it is; undefined for one that is not valid, and for whatever else. */
  holder(credential: string): Principal | undefined {
    return looksLikeApiKey(credential) ? this.keys?.find(credential) : undefined;
  }

  /**
   * Whose credential it is; undefined for one that is not valid. A key is looked up at once, without a promise: it is
   * what services send with each prediction.
   *
   * @throws UNAVAILABLE when the issuer of a token would have to be asked and does not answer.
   */
  identify(credential: string): Principal | undefined | Promise<Principal | undefined> {
    if (looksLikeApiKey(credential)) return this.holder(credential);
    return this.tokens === undefined ? undefined : verifyToken(credential, this.tokens);
  }
}
