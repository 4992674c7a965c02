import type { PromoteModelResponse } from '@bellwether/contracts';
import type { Session } from '../session.js';
import { withStack } from '../stack/connect-stack.js';

/** `bellwether promote`. */
export async function promote(session: Session, model: string, version: string): Promise<void> {
  const done = await withStack(session, ({ api }) => api.promoteModel({ model_name: model, version }));
  session.report.result(done, promotionText);
}

/** `bellwether rollback`. */
export async function rollback(session: Session, model: string): Promise<void> {
  const done = await withStack(session, ({ api }) => api.rollbackModel({ model_name: model }));
  session.report.result(done, promotionText);
}

export function promotionText({ model_name, version, previous_version }: PromoteModelResponse): string {
  const before = previous_version === undefined ? 'there was none before' : `before: version ${previous_version}`;
  return `${model_name}: version ${version} is in production (${before})`;
}
