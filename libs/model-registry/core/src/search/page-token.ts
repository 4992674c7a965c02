import { DomainError } from '@bellwether/errors';

/** Furthest a caller may page; deeper, a narrower filter is the right tool. */
export const MAX_PAGE_OFFSET = 10_000_000;

/**
 * Writes where the next page starts. The token carries a mark of the query it belongs to, so that a token given to
 * another query is refused instead of answering rows from nowhere.
 */
export function writePageToken(offset: number, query: string): string {
  return `${offset.toString(36)}.${fingerprint(query).toString(36)}`;
}

/**
 * @returns the row to start from, 0 for no token.
 * @throws INVALID_ARGUMENT for a token that was not given out for this query.
 */
export function readPageToken(token: string | undefined, query: string): number {
  if (token === undefined || token === '') return 0;
  const [written, mark, ...rest] = token.split('.');
  const offset = Number.parseInt(written ?? '', 36);
  const isOurs = rest.length === 0 && offset.toString(36) === written && mark === fingerprint(query).toString(36);
  if (!isOurs || !(offset >= 1 && offset <= MAX_PAGE_OFFSET)) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `Invalid page token '${token.slice(0, 60)}': it does not belong to this query`,
    );
  }
  return offset;
}

/** FNV-1a over UTF-16 units, 32 bits: it tells queries apart, it keeps no secret. */
function fingerprint(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  }
  return hash;
}
