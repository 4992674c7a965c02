import type { Session } from '../session.js';
import { withStack } from '../stack/connect-stack.js';
import { formatCount } from '../terminal/format.js';
import { renderPairs } from '../terminal/table.js';
import { buildWorld, type WorldBuild } from './build-world.js';

/** Builds a world in the analytics store, of the running stack or of the home folder, and tells its rows. */
export async function buildInStore(
  session: Session,
  build: WorldBuild,
  told: { readonly seed: number; readonly as_of?: string; readonly start_date?: string },
): Promise<void> {
  const { job_id, result: rows = {} } = await withStack(session, (stack) => buildWorld(session, stack, build));
  session.report.result({ ...told, job_id, rows }, () => `Stored ${build.world}\n${rowCounts(rows)}`);
}

/** Tables, or what else is counted, with their rows. */
export function rowCounts(rows: Readonly<Record<string, number>>): string {
  return renderPairs(Object.entries(rows).map(([name, count]) => [`  ${name}`, formatCount(count)] as const));
}
