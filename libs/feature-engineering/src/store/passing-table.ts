import { randomUUID } from 'node:crypto';
import type { AnalyticsTables } from '../analytics-tables.js';

/** Rows that a statement or two work on: put together, pushed from outside, or asked for. */
type PassingRows = 'gathered' | 'pushed' | 'entity';

/** No statement runs as long. */
const KEPT_SECONDS = 86_400;

/**
 * The name of a table that whoever makes it drops again. One that a killed process left, which a server would keep in its
 * memory for good, goes when the next name is given after a day: names tell when they were, by the store's own clock.
 */
export async function passingTableName(store: AnalyticsTables, rows: PassingRows): Promise<string> {
  const [found] = await store.rows<{ now: number; left: readonly string[] }>(
    `SELECT toUnixTimestamp(now()) AS now,
       groupArrayIf(name, toUInt32OrZero(extract(name, '_rows_([0-9]+)_')) < now - {kept:UInt32}) AS left
     FROM system.tables
     WHERE database = currentDatabase() AND match(name, '^(gathered|pushed|entity)_rows_[0-9]+_[0-9a-f]{32}$')`,
    { kept: KEPT_SECONDS },
  );
  const { now, left } = found!;
  for (const name of left) await store.command(`DROP TABLE IF EXISTS ${name}`);
  return `${rows}_rows_${now}_${randomUUID().replaceAll('-', '')}`;
}
