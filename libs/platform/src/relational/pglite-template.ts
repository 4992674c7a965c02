import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** What an empty cluster is made with: the template must be of the very engine that opens it. */
const engine = createRequire(import.meta.url).resolve('@electric-sql/pglite');
const { version } = JSON.parse(readFileSync(join(engine, '../../package.json'), 'utf8')) as { version: string };

/** The files of an empty cluster, which the build of this library leaves beside it. */
export const TEMPLATE = new URL(`../pglite-${version}.tar`, import.meta.url);

/**
 * The files to begin a database with, so that a new one is copied instead of made by initdb, which takes most of the
 * time that a first start takes.
 *
 * @param folder of the database, or null for one in memory.
 * @returns undefined where there is a database already, or no template: the engine then makes its own.
 */
export function templateFor(folder: string | null): Blob | undefined {
  const isNew = folder === null || !existsSync(join(folder, 'PG_VERSION'));
  return isNew && existsSync(TEMPLATE) ? new Blob([readFileSync(TEMPLATE)]) : undefined;
}
