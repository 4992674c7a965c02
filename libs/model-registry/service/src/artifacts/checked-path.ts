import { DomainError } from '@bellwether/errors';
import { safePath } from '@bellwether/platform/artifacts';

/** A path that a client named in a query; refused in the words of MLflow. @throws INVALID_ARGUMENT */
export function checkedPath(path: string): string {
  try {
    return safePath(path);
  } catch (cause) {
    throw new DomainError('INVALID_ARGUMENT', 'Invalid path', { cause });
  }
}
