import { SimulateRentalsRequest, SimulateShopRequest } from '@bellwether/contracts';
import {
  RENTAL_COLUMNS,
  SHOP_COLUMNS,
  simulateRentals as rentalsOf,
  simulateShop as shopOf,
} from '@bellwether/datasets';
import type { SimulateRentalsOptions, SimulateShopOptions } from '../commands/simulate.js';
import type { Session } from '../session.js';
import { plural } from '../terminal/format.js';
import { showing } from '../terminal/progress.js';
import { buildInStore, rowCounts } from './build-in-store.js';
import { writeFolder, type FolderOptions } from './table-folder.js';
import { rentalsBuild, shopBuild } from './world-builds.js';
import { requested } from './world-request.js';

/** A world whose tables come in batches, one table of which ends every day. */
interface World {
  readonly name: string;
  readonly batches: Iterable<{ readonly table: string; readonly rows: readonly object[] }>;
  /** The table that comes once a day. */
  readonly daily: string;
  /** The table whose rows tell how large it is, and what one of them is. */
  readonly size: readonly [table: string, thing: string];
}

/** `bellwether simulate shop`: every table of the shop, and its truth, into the analytics store or files. */
export function simulateShop(
  session: Session,
  { out, format, asOf = today(session), customers, products, days, seed }: SimulateShopOptions,
): Promise<void> {
  const sizes = { customers, products, days, seed };
  if (out === undefined) {
    const request = requested(SimulateShopRequest, { ...sizes, as_of: asOf });
    return buildInStore(session, shopBuild(request), { as_of: asOf, seed });
  }
  return writeMarketplace(session, { path: out, format, columns: SHOP_COLUMNS }, asOf, sizes, {
    name: 'shop',
    batches: shopOf({ ...sizes, asOf }),
    daily: 'stock',
    size: ['interactions', 'interaction'],
  });
}

/** `bellwether simulate rentals`: every table of the marketplace, and its truth, into the analytics store or files. */
export function simulateRentals(
  session: Session,
  { out, format, asOf = today(session), users, properties, destinations, days, seed }: SimulateRentalsOptions,
): Promise<void> {
  const sizes = { users, properties, destinations, days, seed };
  if (out === undefined) {
    const request = requested(SimulateRentalsRequest, { ...sizes, as_of: asOf });
    return buildInStore(session, rentalsBuild(request), { as_of: asOf, seed });
  }
  return writeMarketplace(session, { path: out, format, columns: RENTAL_COLUMNS }, asOf, sizes, {
    name: 'marketplace',
    batches: rentalsOf({ ...sizes, asOf }),
    daily: 'calendar',
    size: ['views', 'view'],
  });
}

const today = ({ host }: Session): string => host.clock().toISOString().slice(0, 10);

async function writeMarketplace(
  { report, path }: Session,
  files: FolderOptions,
  as_of: string,
  { days, seed }: { readonly days: number; readonly seed: number },
  { name, batches, daily, size: [table, thing] }: World,
): Promise<void> {
  const folder = path(files.path);
  const tables = await showing(report.progress, `Simulating the ${name} up to ${as_of}`, async (progress) => {
    const value = await writeFolder(
      { ...files, path: folder },
      counted(batches, daily, (day) => progress.update(day / days)),
    );
    return { value, outcome: plural(value[table] ?? 0, thing) };
  });
  report.result({ as_of, seed, folder, tables }, () =>
    [`The ${name} of ${as_of} → ${folder}`, rowCounts(tables)].join('\n'),
  );
}

/** Tells of each day as its last table has been taken. */
function* counted(batches: World['batches'], daily: string, onDay: (day: number) => void) {
  let days = 0;
  for (const batch of batches) {
    yield batch;
    if (batch.table === daily) onDay((days += 1));
  }
}
