import { types } from 'node:util';
import { DomainError, type ErrorCode } from '@bellwether/errors';

/** What the file system means by refusing; anything else is a bug and surfaces as it is. */
const BY_CODE: Readonly<Record<string, readonly [code: ErrorCode, meaning: string]>> = {
  ENOSPC: ['RESOURCE_EXHAUSTED', 'is full'],
  EDQUOT: ['RESOURCE_EXHAUSTED', 'has used up its quota'],
  EMFILE: ['RESOURCE_EXHAUSTED', 'has too many files open'],
  EACCES: ['PERMISSION_DENIED', 'may not be used by this process'],
  EPERM: ['PERMISSION_DENIED', 'may not be used by this process'],
  EROFS: ['PERMISSION_DENIED', 'is read-only'],
  EIO: ['UNAVAILABLE', 'cannot be read or written'],
};

/** Runs a step on the artifact folder, so that a disk that is full or closed to us comes out as a DomainError. */
export async function withFolderErrors<Result>(step: () => Promise<Result>): Promise<Result> {
  try {
    return await step();
  } catch (error) {
    const named =
      types.isNativeError(error) && 'syscall' in error
        ? BY_CODE[(error as NodeJS.ErrnoException).code ?? '']
        : undefined;
    if (!named) throw error;
    throw new DomainError(named[0], `the artifact folder ${named[1]}`, { cause: error });
  }
}
