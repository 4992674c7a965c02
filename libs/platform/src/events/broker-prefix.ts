import { DomainError } from '@bellwether/errors';

const PREFIX = /^[\w-]{1,64}$/;

/** What the names on a broker begin with, by the `prefix` of its url. @throws INVALID_ARGUMENT */
export function prefixOf(url: URL): string {
  const prefix = url.searchParams.get('prefix') ?? 'bellwether';
  if (PREFIX.test(prefix)) return prefix;
  throw new DomainError(
    'INVALID_ARGUMENT',
    `prefix of an events url must be 1–64 letters, digits, _ or -, got ${prefix}`,
  );
}
