import { DomainError } from '@bellwether/errors';

export interface RedisAddress {
  /** For the client, without the parameters that are ours. */
  readonly url: string;
  /** Put before every key, so that several systems can share a server. */
  readonly prefix: string;
}

const PREFIX = /^[\w.-]{1,64}$/;

/**
 * @param url `redis://[user:password@]host[:port][/database][?prefix=…]`, or `rediss://…` for TLS.
 * @throws INVALID_ARGUMENT for any other, without what may be a password.
 */
export function redisAddress(url: string): RedisAddress {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const scheme = parsed?.protocol;
  if (parsed === null || (scheme !== 'redis:' && scheme !== 'rediss:') || parsed.hostname === '') {
    throw new DomainError('INVALID_ARGUMENT', 'a Redis url must be redis://host:port/database or rediss://…');
  }
  const prefix = parsed.searchParams.get('prefix') ?? 'bellwether';
  if (!PREFIX.test(prefix)) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `prefix of a Redis url must be 1–64 letters, digits or . _ -, got ${prefix}`,
    );
  }
  parsed.search = '';
  return { url: parsed.href, prefix };
}
