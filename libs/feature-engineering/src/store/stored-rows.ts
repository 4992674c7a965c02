import type { AnalyticsTables } from '../analytics-tables.js';
import type { ComputedFor } from './append-rows.js';
import { featureRowsTable, type FeatureRow } from './feature-rows.js';
import type { StoredView } from './stored-view.js';

/** Rows read at a time. */
const PAGE = 1_000;

/** The newest version of each row that tells of an instant, in pages, in the order of their keys. */
export function storedRows(
  store: AnalyticsTables,
  view: StoredView,
  { source, asOf }: Pick<ComputedFor, 'source' | 'asOf'>,
): AsyncGenerator<FeatureRow[], void, undefined> {
  return pages(store, view, { source, from: asOf * 1_000, to: asOf * 1_000 });
}

/** The newest row of each entity whose instant is not before `since`, in pages, in the order of their keys. */
export function newestStoredRows(
  store: AnalyticsTables,
  view: StoredView,
  { source, since }: { readonly source: string; /** In milliseconds since 1970. */ readonly since: number },
): AsyncGenerator<FeatureRow[], void, undefined> {
  return pages(store, view, { source, from: since, to: Number.MAX_SAFE_INTEGER });
}

async function* pages(
  store: AnalyticsTables,
  view: StoredView,
  bounds: { readonly source: string; readonly from: number; readonly to: number },
): AsyncGenerator<FeatureRow[], void, undefined> {
  const features = Object.keys(view.features);
  let after = '';
  for (;;) {
    const page = await store.rows<Record<string, number | string | null>>(
      `SELECT entity_key, toUnixTimestamp64Milli(event_timestamp) AS event_ms, ${features.join(', ')}
       FROM ${featureRowsTable(view)}
       WHERE source = {source:String} AND entity_key > {after:String}
         AND event_ms >= {from:Int64} AND event_ms <= {to:Int64}
       ORDER BY entity_key, event_ms DESC, created_timestamp DESC LIMIT 1 BY entity_key LIMIT ${PAGE}`,
      { ...bounds, after },
    );
    if (page.length === 0) return;
    yield page.map(({ entity_key, event_ms, ...values }) => ({
      ...{ key: entity_key as string, eventTime: event_ms as number },
      values,
    }));
    if (page.length < PAGE) return;
    after = page.at(-1)!['entity_key'] as string;
  }
}
