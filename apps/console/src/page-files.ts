import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DomainError } from '@bellwether/errors';

/** Types of what a build makes; a file of another type is not served but named. */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Files under it have a hash of their content in their name. */
const HASHED = 'assets/';

/** One file of the page, ready to be answered. */
export interface PageFile {
  /** `/` for the page itself. */
  readonly route: string;
  readonly type: string;
  readonly etag: string;
  /** Whether the content behind this address never changes. */
  readonly isImmutable: boolean;
  readonly body: Buffer;
  readonly gzip: Buffer;
}

/**
 * The files of a built page: some ten, so that they are held in memory and no path of a request ever reaches a file system.
 * There are none where the page was not built.
 *
 * @throws INTERNAL for a file of a type that the page is not known to have.
 */
export function readPageFiles(folder: string): PageFile[] {
  if (!existsSync(join(folder, 'index.html'))) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readPageFile(folder, join(entry.parentPath, entry.name)));
}

function readPageFile(folder: string, file: string): PageFile {
  const path = relative(folder, file).replaceAll(sep, '/');
  const type = TYPES[extname(path)];
  if (type === undefined) throw new DomainError('INTERNAL', `the page has ${path}, whose type is not known`);
  const body = readFileSync(file);
  return {
    route: path === 'index.html' ? '/' : `/${path}`,
    type,
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
    isImmutable: path.startsWith(HASHED),
    body,
    gzip: gzipSync(body, { level: 9 }),
  };
}
