import { DomainError } from '@bellwether/errors';

const MAX_SEGMENT_BYTES = 255;
const MAX_PATH_BYTES = 1_024;
/** A path that is still encoded after so many rounds was not written by anyone honest. */
const MAX_DECODINGS = 5;

/** What no part of a path may be, tried in order on every form that a path decodes to. */
const RULES: readonly (readonly [rule: string, broken: (path: string) => boolean])[] = [
  ['must not be empty', (path) => path === ''],
  ['must not contain control or direction characters', (path) => CONTROL.test(path)],
  ['must not contain a backslash', (path) => path.includes('\\')],
  ['must be relative', (path) => path.startsWith('/') || path.startsWith('~') || /^[A-Za-z]:/.test(path)],
  ['must not contain empty segments', (path) => path.split('/').includes('')],
  ['must not contain segments of dots', (path) => path.split('/').some(isDots)],
];

/** C0, DEL, C1, and the Unicode marks that break a line or turn the direction of text. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]/;

/** '.', '..', '....', also with spaces, or with the ';' '#' '?' after which some parsers stop reading. */
function isDots(segment: string): boolean {
  return /^[.\s]+([;#?].*)?$/.test(segment);
}

/**
 * The path itself, if it names something below a root however many times a layer before or after this one decodes it.
 * A name may contain '%' as long as no decoding of it means another place.
 *
 * @throws INVALID_ARGUMENT naming the rule that is broken.
 * @see CVE-2023-6909, and CVE-2024-1560, where decoding once more undid its repair.
 */
export function safePath(path: string): string {
  const refuse = (rule: string) =>
    new DomainError('INVALID_ARGUMENT', `artifact path ${rule}, got ${JSON.stringify(path.slice(0, 200))}`);
  if (Buffer.byteLength(path) > MAX_PATH_BYTES) throw refuse(`must be at most ${MAX_PATH_BYTES} bytes`);
  if (path.split('/').some((segment) => Buffer.byteLength(segment) > MAX_SEGMENT_BYTES)) {
    throw refuse(`must have segments of at most ${MAX_SEGMENT_BYTES} bytes`);
  }
  if (/\p{Surrogate}/u.test(path)) throw refuse('must be well-formed Unicode');
  let form = path;
  for (let round = 0; round <= MAX_DECODINGS; round += 1) {
    for (const [rule, broken] of RULES) {
      if (broken(form) || broken(form.normalize('NFKC'))) throw refuse(round === 0 ? rule : `${rule} when decoded`);
    }
    if (form.split('/').length !== path.split('/').length) throw refuse('must not contain encoded separators');
    const decoded = decode(form);
    if (decoded === null) throw refuse('must not contain bytes that are no UTF-8');
    if (decoded === form) return path;
    form = decoded;
  }
  throw refuse(`must not be encoded more than ${MAX_DECODINGS} times`);
}

/** Decodes what escapes there are and leaves malformed ones, as lenient parsers do; null for bytes that are no UTF-8. */
function decode(path: string): string | null {
  try {
    return path.replace(/(%[0-9a-f]{2})+/gi, (escapes) => decodeURIComponent(escapes));
  } catch {
    return null;
  }
}
