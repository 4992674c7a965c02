import type { FeatureRow, StoredView } from '@bellwether/feature-engineering';
import type { OnlineStore } from '@bellwether/platform/online-store';

/** Rows put at a time. */
const BATCH = 1_000;
/** For how many times its TTL a row is kept, so that one that is too old can be told from one that never was. */
const RETENTION = 2;

/** Rows of sources do not meet online either. */
export const onlineKey = (source: string, key: string): string => `${source}|${key}`;

/** Rows that tell of an instant before this one are not kept. @param now in milliseconds since 1970, as is the answer. */
export function keptSince({ ttlSeconds }: StoredView, now: number): number {
  return now - RETENTION * ttlSeconds * 1_000;
}

/** Whether a row may no longer be used. @param now in milliseconds since 1970, as is `eventTime`. */
export function isExpired({ ttlSeconds }: StoredView, eventTime: number, now: number): boolean {
  return now - eventTime > ttlSeconds * 1_000;
}

/**
 * Puts rows online, those that are not so old that they would be forgotten at once.
 *
 * @returns how many were put.
 */
export async function putOnline(
  put: OnlineStore['put'],
  view: StoredView,
  source: string,
  rows: readonly FeatureRow[],
  now: number,
): Promise<number> {
  const byAge = new Map<number, FeatureRow[]>();
  for (const row of rows) {
    const ofInstant = byAge.get(row.eventTime);
    if (ofInstant === undefined) byAge.set(row.eventTime, [row]);
    else ofInstant.push(row);
  }
  let count = 0;
  for (const [eventTime, ofInstant] of byAge) {
    const ttlSeconds = (eventTime - keptSince(view, now)) / 1_000;
    if (ttlSeconds <= 0) continue;
    for (let from = 0; from < ofInstant.length; from += BATCH) {
      const batch = ofInstant.slice(from, from + BATCH);
      await put(
        view.name,
        batch.map((row) => ({ ...row, key: onlineKey(source, row.key) })),
        ttlSeconds,
      );
      count += batch.length;
    }
  }
  return count;
}
