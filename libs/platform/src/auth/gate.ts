import { permits } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import type { RouteAccess } from './access.js';
import type { Authenticator } from './authenticator.js';
import type { Principal, RateLimit } from './principal.js';
import type { Taken, TokenBuckets } from './token-buckets.js';

/** What is known of a call before its body is read. */
export interface Call {
  readonly credential: string | undefined;
  /** Address of the peer, without its port. */
  readonly address: string;
  /** Name in the client's certificate, where it showed one that our authority signed. */
  readonly certificate?: string | undefined;
}

export interface Admission {
  /** Null where callers are not asked who they are. */
  readonly principal: Principal | null;
  /** The limit that the call counted against, and what is left of it; undefined where there is none. */
  readonly quota?: { readonly limit: RateLimit; readonly taken: Taken };
}

export interface GateOptions {
  /** Null where callers are not asked who they are, on the loopback alone. */
  readonly authenticator: Authenticator | null;
  /** Of each caller that has no limit of its own; none where undefined. */
  readonly rateLimit: RateLimit | undefined;
  readonly buckets: TokenBuckets;
}

/** Refused credentials from one address: enough for a caller that is set up wrongly, too few to fill the logs. */
const FAILURES: RateLimit = { perSecond: 1, burst: 20 };

const OPEN: Admission = { principal: null };

/** Decides on each call, HTTP or gRPC, before anything of its body is read. */
export class Gate {
  constructor(private readonly options: GateOptions) {}

  /**
   * Lets a call pass; the answer is a promise only where a token has to be verified.
   *
   * @param route undefined where nobody has decided who may call it: then nobody may.
   * @throws UNAUTHENTICATED, PERMISSION_DENIED, RESOURCE_EXHAUSTED over a limit; UNAVAILABLE when the issuer of a token
   *   would have to be asked and does not answer.
   */
  admit(route: RouteAccess | undefined, call: Call): Admission | Promise<Admission> {
    if (route === undefined) throw new DomainError('PERMISSION_DENIED', 'nobody may call this');
    if (route.access === 'open') return OPEN;
    const { authenticator } = this.options;
    if (authenticator === null) return this.limited(null, call);
    if (call.credential === undefined) {
      if (call.certificate === undefined)
        throw this.refusal(call, 'credentials are missing: send an API key or a token');
      return this.permitted({ id: `certificate:${call.certificate}`, role: 'service' }, route, call);
    }
    const found = authenticator.identify(call.credential);
    if (found instanceof Promise) return found.then((principal) => this.permitted(principal, route, call));
    return this.permitted(found, route, call);
  }

  /**
   * Whether a credential is sure to be of a caller that is let in, told at once: of a token, which takes a promise to
   * verify, it is not. It decides nothing but who may wait; who may call is for `admit`.
   */
  knows(credential: string | undefined): boolean {
    const { authenticator } = this.options;
    if (authenticator === null) return true;
    return credential !== undefined && authenticator.holder(credential) !== undefined;
  }

  private permitted(principal: Principal | undefined, route: RouteAccess, call: Call): Admission {
    // One sentence for all that can be wrong: which it was is the caller's to know.
    if (principal === undefined) throw this.refusal(call, 'the credentials are not valid, or no longer');
    const admission = this.limited(principal, call);
    const { access, domain } = route;
    if (!permits(access, principal.role)) {
      throw new DomainError('PERMISSION_DENIED', `this needs the role ${access}, got ${principal.role ?? 'none'}`);
    }
    if (domain !== undefined && principal.domains?.includes(domain) === false) {
      throw new DomainError('PERMISSION_DENIED', `these credentials are not for ${domain}`);
    }
    return admission;
  }

  private limited(principal: Principal | null, call: Call): Admission {
    const limit = principal?.rateLimit ?? this.options.rateLimit;
    if (limit === undefined) return { principal };
    const taken = this.options.buckets.take(principal?.id ?? `address:${call.address}`, limit);
    if (!taken.allowed) throw overLimit('too many requests', taken);
    return { principal, quota: { limit, taken } };
  }

  /** Credentials that are valid are never refused for those that are not, which may come from behind the same proxy. */
  private refusal(call: Call, message: string): DomainError {
    const taken = this.options.buckets.take(`refused:${call.address}`, FAILURES);
    return taken.allowed
      ? new DomainError('UNAUTHENTICATED', message)
      : overLimit('too many requests without valid credentials', taken);
  }
}

const overLimit = (message: string, { retryAfterSeconds }: Taken): DomainError =>
  new DomainError('RESOURCE_EXHAUSTED', message, { retryAfterSeconds });
