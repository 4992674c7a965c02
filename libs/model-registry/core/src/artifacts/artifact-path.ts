import { DomainError } from '@bellwether/errors';

const MAX_PATH_LENGTH = 1_024;
const MAX_SEGMENT_LENGTH = 255;

/**
 * Reads the path of an artifact as it stands in a URL: decoded once, and refused when that is not the end of it.
 *
 * A second layer of encoding (`%252e`) is what broke earlier fixes of MLflow (CVE-2024-1560), so a decoded path that could
 * be decoded again is no path.
 *
 * @param encoded what follows `artifacts/` in the raw request target, without the query.
 * @throws INVALID_ARGUMENT
 */
export function decodeArtifactPath(encoded: string): string {
  if (encoded.includes('#') || encoded.includes('?')) throw refused(encoded, 'must not hold a raw # or ?');
  let path: string;
  try {
    path = decodeURIComponent(encoded);
  } catch {
    throw refused(encoded, 'is not valid percent-encoding');
  }
  return checkArtifactPath(path);
}

/**
 * Checks a path below the root of the artifact store: segments joined by '/', each of them a plain name.
 *
 * @returns the path itself.
 * @throws INVALID_ARGUMENT for a path that is empty, absolute, encoded, leaves its folder or hides where it leads.
 */
export function checkArtifactPath(path: string): string {
  if (path === '') throw refused(path, 'must not be empty');
  if (path.length > MAX_PATH_LENGTH) throw refused(path, `may have at most ${MAX_PATH_LENGTH} characters`);
  if (/%[0-9a-f]{2}/i.test(path)) throw refused(path, 'must not be encoded twice');
  if (/[\\\p{Cc}]/u.test(path)) throw refused(path, 'must not hold a backslash or control character');
  if (/^[a-z]:/i.test(path)) throw refused(path, 'must not name a drive');
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.' || segment === '..') {
      throw refused(path, 'must consist of plain names joined by single slashes');
    }
    if (segment.length > MAX_SEGMENT_LENGTH) {
      throw refused(path, `may have at most ${MAX_SEGMENT_LENGTH} characters in one name`);
    }
  }
  return path;
}

/** Joins a folder and a path below it, either of which may be empty for "the folder itself". */
export function joinArtifactPath(folder: string, below: string): string {
  if (below === '') return folder;
  return folder === '' ? below : `${folder}/${below}`;
}

function refused(path: string, rule: string): DomainError {
  return new DomainError('INVALID_ARGUMENT', `Invalid path: '${path.slice(0, 200)}' ${rule}`);
}
