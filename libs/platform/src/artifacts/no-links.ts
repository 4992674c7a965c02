import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '@bellwether/errors';

/**
 * Makes sure that a path below a root passes through no symbolic link and ends in none: the store makes none, so one
 * that is there was put there to lead elsewhere. The root itself may be a link.
 *
 * @param path segments joined by '/', as `safePath` lets them pass.
 * @throws PERMISSION_DENIED
 */
export async function refuseLinks(root: string, path: string): Promise<void> {
  let at = root;
  for (const segment of path.split('/')) {
    at = join(at, segment);
    const found = await lstat(at).catch(() => undefined);
    // What is not there is the caller's to find out.
    if (found === undefined) return;
    if (found.isSymbolicLink()) {
      throw new DomainError('PERMISSION_DENIED', `artifact path must not pass through a symbolic link, got '${path}'`);
    }
  }
}
