import { DomainError } from '@bellwether/errors';
import type { JobContext } from './job-queue.js';

/** A setting of the worker. @throws FAILED_PRECONDITION where it has none of this name. */
export function requireSetting({ settings }: Pick<JobContext, 'settings'>, name: string): string {
  const value = settings[name];
  if (value === undefined) throw new DomainError('FAILED_PRECONDITION', `the worker has no setting ${name}`);
  return value;
}
