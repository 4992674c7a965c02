import { DomainError } from '@bellwether/errors';

const MAX_MODEL_NAME_LENGTH = 256;

/**
 * The one spelling under which a registered model is kept: Unicode NFC.
 *
 * Two names that a person or a URL decoder takes for one are a way to pass one model off as another (CVE-2024-3099), so
 * a name holds no character that a path or URI gives a meaning to (`/ \ : % ? #`), no control character, and no white
 * space at its ends.
 *
 * @throws INVALID_ARGUMENT
 */
export function canonicalModelName(name: string): string {
  const canonical = name.normalize('NFC');
  if (canonical === '') throw new DomainError('INVALID_ARGUMENT', 'Registered model name cannot be empty.');
  if (canonical.length > MAX_MODEL_NAME_LENGTH) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `Registered model name may have at most ${MAX_MODEL_NAME_LENGTH} characters, got ${canonical.length}`,
    );
  }
  const isPlain = !/[/\\:%?#\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(canonical) && canonical.trim() === canonical;
  if (!isPlain || canonical === '.' || canonical === '..') {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `Invalid registered model name: '${canonical}'. It must not contain any of / \\ : % ? # or control characters, ` +
        'nor begin or end with white space.',
    );
  }
  return canonical;
}
