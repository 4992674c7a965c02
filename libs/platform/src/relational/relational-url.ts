import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DomainError } from '@bellwether/errors';

/** Where the tables live: a PGlite folder, PGlite in memory, or a PostgreSQL server. */
export type RelationalLocation =
  { readonly engine: 'pglite'; readonly folder: string | null } | { readonly engine: 'postgres'; readonly url: string };

/**
 * `pglite:///abs/folder`, `pglite://memory` or `postgres://user:password@host:port/database`.
 *
 * @throws INVALID_ARGUMENT for anything else; the message leaves out the password.
 */
export function parseRelationalUrl(url: string): RelationalLocation {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  switch (parsed?.protocol) {
    case 'postgres:':
    case 'postgresql:':
      return { engine: 'postgres', url };
    case 'pglite:': {
      if (parsed.host === 'memory' && parsed.pathname === '') return { engine: 'pglite', folder: null };
      const folder = parsed.host === '' ? fileURLToPath(`file://${parsed.pathname}`) : '';
      if (isAbsolute(folder) && folder !== '/') return { engine: 'pglite', folder };
    }
  }
  throw new DomainError(
    'INVALID_ARGUMENT',
    `relational url must be pglite:///abs/folder, pglite://memory or postgres://…, got ${withoutPassword(url)}`,
  );
}

function withoutPassword(url: string): string {
  return url.replace(/:[^:@/]*@/, ':…@');
}
