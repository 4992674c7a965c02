import type { DomainName, Role } from '@bellwether/contracts';

/** How often a caller may call: so many a second, and so many at once after a pause. */
export interface RateLimit {
  readonly perSecond: number;
  readonly burst: number;
}

/** Who calls, as far as the app knows it; never the secret by which it knows. */
export interface Principal {
  /** `key:<id>`, `token:<subject>` or `certificate:<name>`: what an audit record names. */
  readonly id: string;
  /** Null for one who is known and was given no role: it may call only what is open. */
  readonly role: Role | null;
  /** The domains that it may call; all where left out. */
  readonly domains?: readonly DomainName[];
  /** Its own limit, in the place of the configured one. */
  readonly rateLimit?: RateLimit;
}
