import { DomainError } from '@bellwether/errors';

/** Largest number of a version: it must fit a 32-bit column. */
const MAX_VERSION = 2_147_483_647;

/**
 * Reads the number of a model version, which the protocol writes as a string.
 *
 * @throws INVALID_ARGUMENT
 */
export function readVersion(written: string): number {
  const version = /^[0-9]{1,10}$/.test(written) ? Number(written) : NaN;
  if (!(version >= 1 && version <= MAX_VERSION)) {
    throw new DomainError('INVALID_ARGUMENT', `Parameter 'version' must be an integer, got '${written.slice(0, 40)}'.`);
  }
  return version;
}
