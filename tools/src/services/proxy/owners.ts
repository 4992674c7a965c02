import { operations } from '@bellwether/contracts';
import type { ServiceApp } from '../app-list.js';

/** Whose a path is; undefined where it is nobody's. */
export type OwnerOf = (path: string) => string | undefined;

/**
 * The owner of each path: that of the operation, else of the longest beginning that an app claims. Paths are compared as
 * they were sent; what `..` or `%2f` in them mean is for the app to say.
 */
export function ownersOf(apps: readonly ServiceApp[]): OwnerOf {
  const known = new Set(apps.map(({ name }) => name));
  const patterns = Object.values(operations)
    .filter(({ domain }) => known.has(domain))
    .map(({ domain, path }) => ({ domain, pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`) }));
  const claims = apps
    .flatMap(({ name, paths }) => paths.map((start) => ({ name, start })))
    .sort((a, b) => b.start.length - a.start.length);
  return (path) =>
    patterns.find(({ pattern }) => pattern.test(path))?.domain ??
    claims.find(({ start }) => path === start || isBelow(path, start))?.name;
}

/** Whether a path begins with a claim, by whole segments; `/` alone claims the page there, and nothing below. */
function isBelow(path: string, start: string): boolean {
  return start !== '/' && path.startsWith(start.endsWith('/') ? start : `${start}/`);
}
