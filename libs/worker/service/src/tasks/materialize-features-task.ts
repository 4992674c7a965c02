import type { MaterializeFeaturesRequest } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import {
  appendComputed,
  ensureFeatureRows,
  recordFreshness,
  requireTables,
  storedRows,
  storedView,
  textOfSeconds,
  type EpochSeconds,
  type StoredView,
} from '@bellwether/feature-engineering';
import type { JobContext } from '@bellwether/platform/jobs';
import { materializedInstants } from '../features/instants.js';
import { putOnline } from '../features/online-rows.js';

export interface MaterializedCounts {
  readonly instants: number;
  /** Rows computed, over all instants. */
  readonly rows: number;
  /** Those that said something new. */
  readonly appended: number;
  /** Those put online: not so old that they would be forgotten at once. */
  readonly online: number;
}

/**
 * Computes the rows of a view as of each instant, keeps them offline, and puts online what was read back from there, so
 * that both hold the same bits. An instant computed again adds what is new; after a crash the job starts anew.
 *
 * @throws FAILED_PRECONDITION when there is no row at any of the instants: mostly the source is misspelt.
 */
export async function materializeFeaturesTask(
  payload: MaterializeFeaturesRequest,
  context: JobContext,
  clock: () => number = Date.now,
): Promise<MaterializedCounts> {
  const view = storedView(payload.view, 'view');
  const source = payload.source ?? view.defaultSource;
  const instants = materializedInstants(view, payload, clock());
  await requireTables(context.analytics, view);
  await ensureFeatureRows(context.analytics, view);
  let newest: EpochSeconds | null = null;
  const counts = { instants: instants.length, rows: 0, appended: 0, online: 0 };
  for (const [done, asOf] of instants.entries()) {
    context.progress(done / instants.length, `${view.name} of ${source} as of ${textOfSeconds(asOf)}`);
    const { rows, appended } = await appendComputed(context.analytics, view, { source, asOf, now: clock });
    if (rows > 0) newest = asOf;
    counts.rows += rows;
    counts.appended += appended;
    counts.online += await publish(context, view, source, asOf, clock);
  }
  if (newest === null) throw nothingToKeep(view, source, instants);
  await recordFreshness(context.analytics, view, source, newest * 1_000);
  context.progress(1, `${counts.rows.toLocaleString('en-US')} rows of ${view.name}`);
  return counts;
}

function nothingToKeep(view: StoredView, source: string, instants: readonly EpochSeconds[]): DomainError {
  const [first, last] = [instants[0]!, instants.at(-1)!].map(textOfSeconds);
  const when = first === last ? `as of ${first}` : `from ${first} to ${last}`;
  return new DomainError('FAILED_PRECONDITION', `the source '${source}' gives no row of ${view.name} ${when}`, {
    fields: [{ path: 'source', message: 'must have rows in the tables of the view' }],
  });
}

async function publish(
  context: JobContext,
  view: StoredView,
  source: string,
  asOf: EpochSeconds,
  clock: () => number,
): Promise<number> {
  let put = 0;
  for await (const rows of storedRows(context.analytics, view, { source, asOf })) {
    context.signal.throwIfAborted();
    put += await putOnline(context.putOnline, view, source, rows, clock());
  }
  return put;
}
