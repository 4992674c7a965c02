import { simulateRentals as rentalsOf, simulateShop as shopOf } from '@bellwether/datasets';
import type { SimulateRentalsOptions, SimulateShopOptions } from '../commands/simulate.js';
import type { Session } from '../session.js';
import { formatCount, plural } from '../terminal/format.js';
import { showing } from '../terminal/progress.js';
import { renderPairs } from '../terminal/table.js';
import { CsvFolder } from './csv-folder.js';

/** A world whose tables come in batches, one table of which ends every day. */
interface World {
  readonly name: string;
  readonly batches: Iterable<{ readonly table: string; readonly rows: readonly object[] }>;
  /** The table that comes once a day. */
  readonly daily: string;
  /** The table whose rows tell how large it is, and what one of them is. */
  readonly counted: readonly [table: string, thing: string];
}

/** `bellwether simulate shop`: every table of the shop, and its truth, as CSV files. */
export function simulateShop(session: Session, { out, asOf = today(session), ...sizes }: SimulateShopOptions) {
  return writeWorld(session, out, asOf, sizes, {
    name: 'shop',
    batches: shopOf({ ...sizes, asOf }),
    daily: 'stock',
    counted: ['interactions', 'interaction'],
  });
}

/** `bellwether simulate rentals`: every table of the marketplace, and its truth, as CSV files. */
export function simulateRentals(session: Session, { out, asOf = today(session), ...sizes }: SimulateRentalsOptions) {
  return writeWorld(session, out, asOf, sizes, {
    name: 'marketplace',
    batches: rentalsOf({ ...sizes, asOf }),
    daily: 'calendar',
    counted: ['views', 'view'],
  });
}

const today = ({ host }: Session): string => host.clock().toISOString().slice(0, 10);

async function writeWorld(
  { report, path }: Session,
  out: string,
  as_of: string,
  { days, seed }: { readonly days: number; readonly seed: number },
  { name, batches, daily, counted: [table, thing] }: World,
): Promise<void> {
  const folder = path(out);
  const tables = await showing(report.progress, `Simulating the ${name} up to ${as_of}`, async (progress) => {
    const value = await written(folder, batches, daily, (day) => progress.update(day / days));
    return { value, outcome: plural(value[table] ?? 0, thing) };
  });
  report.result({ as_of, seed, folder, tables }, () =>
    [
      `The ${name} of ${as_of} → ${folder}`,
      renderPairs(Object.entries(tables).map(([each, count]) => [`  ${each}`, formatCount(count)] as const)),
    ].join('\n'),
  );
}

async function written(folder: string, batches: World['batches'], daily: string, onDay: (day: number) => void) {
  const files = await CsvFolder.create(folder);
  try {
    let days = 0;
    for (const { table, rows } of batches) {
      await files.write(table, rows);
      if (table === daily) onDay((days += 1));
    }
    return await files.finish();
  } catch (error) {
    await files.abandon();
    throw error;
  }
}
