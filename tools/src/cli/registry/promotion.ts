import type { PromoteModelResponse } from '@bellwether/contracts';
import { UsageError } from '../command-error.js';
import type { Session } from '../session.js';
import { withStack } from '../stack/connect-stack.js';

export interface ReasonOption {
  readonly reason?: string;
}

export interface PromoteOptions extends ReasonOption {
  readonly force?: true;
}

/** `bellwether promote`. */
export async function promote(
  session: Session,
  model: string,
  version: string,
  { reason, force }: PromoteOptions,
): Promise<void> {
  if (force && reason === undefined) throw new UsageError('--force needs --reason: it is what the audit log will say');
  const done = await withStack(session, ({ api }) => api.promoteModel({ model_name: model, version, reason, force }));
  session.report.result(done, promotionText);
}

/** `bellwether rollback`. */
export async function rollback(session: Session, model: string, { reason }: ReasonOption): Promise<void> {
  const done = await withStack(session, ({ api }) => api.rollbackModel({ model_name: model, reason }));
  session.report.result(done, promotionText);
}

export function promotionText({ model_name, version, previous_version }: PromoteModelResponse): string {
  const before = previous_version === undefined ? 'there was none before' : `before: version ${previous_version}`;
  return `${model_name}: version ${version} is in production (${before})`;
}
