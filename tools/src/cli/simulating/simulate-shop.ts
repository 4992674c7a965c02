import { simulateShop as shopOf } from '@bellwether/datasets';
import type { SimulateShopOptions } from '../commands/simulate.js';
import type { Session } from '../session.js';
import { formatCount, plural } from '../terminal/format.js';
import { showing } from '../terminal/progress.js';
import { renderPairs } from '../terminal/table.js';
import { CsvFolder } from './csv-folder.js';

/** `bellwether simulate shop`: every table of the shop, and its truth, as CSV files. */
export async function simulateShop(session: Session, options: SimulateShopOptions): Promise<void> {
  const { report, host, path } = session;
  const { out, asOf = host.clock().toISOString().slice(0, 10), ...sizes } = options;
  const folder = path(out);
  const tables = await showing(report.progress, `Simulating the shop up to ${asOf}`, async (progress) => {
    const value = await written(folder, { ...sizes, asOf }, (day) => progress.update(day / sizes.days));
    return { value, outcome: plural(value['interactions'] ?? 0, 'interaction') };
  });
  report.result({ as_of: asOf, seed: sizes.seed, folder, tables }, (result) =>
    [
      `The shop of ${result.as_of} → ${result.folder}`,
      renderPairs(Object.entries(result.tables).map(([name, count]) => [`  ${name}`, formatCount(count)] as const)),
    ].join('\n'),
  );
}

async function written(folder: string, options: Parameters<typeof shopOf>[0], onDay: (day: number) => void) {
  const files = await CsvFolder.create(folder);
  try {
    let days = 0;
    for (const { table, rows } of shopOf(options)) {
      await files.write(table, rows);
      // The stock is taken at the end of each day.
      if (table === 'stock') onDay((days += 1));
    }
    return await files.finish();
  } catch (error) {
    await files.abandon();
    throw error;
  }
}
