import { SimulateGrocerRequest } from '@bellwether/contracts';
import { GROCER_COLUMNS, GrocerCounter, simulateGrocer, type Columns, type GrocerTotals } from '@bellwether/datasets';
import type { SimulateDiscountsOptions } from '../commands/simulate.js';
import { UsageError } from '../command-error.js';
import type { Session } from '../session.js';
import { formatCount, formatNumber, plural } from '../terminal/format.js';
import { showing } from '../terminal/progress.js';
import { renderPairs } from '../terminal/table.js';
import { buildInStore } from './build-in-store.js';
import { createTableFile, type TableFile } from './table-file.js';
import { formatOf } from './table-format.js';
import { grocerBuild } from './world-builds.js';
import { requested } from './world-request.js';

/**
 * `bellwether simulate discounts`: the events into one file, their truth into another, the totals to the terminal; or
 * without a file both into the analytics store.
 */
export async function simulateDiscounts(session: Session, options: SimulateDiscountsOptions): Promise<void> {
  const { samples, seed, output, truth, startDate: start_date, days } = options;
  if (output === undefined) {
    if (truth !== undefined) throw new UsageError('--truth needs --output: without it the truth is stored too');
    const request = requested(SimulateGrocerRequest, { samples, start_date, days, seed });
    return buildInStore(session, grocerBuild(request), { start_date, seed });
  }
  const totals = await showing(session.report.progress, `Simulating ${plural(samples, 'event')}`, async (progress) => {
    const written = await writeEvents(session, { ...options, output }, (share) => progress.update(share));
    return { value: written, outcome: `written to ${output}` };
  });
  const result = { output, ...(truth !== undefined && { truth }), start_date, days, seed, ...totals };
  session.report.result(result, totalsText);
}

async function writeEvents(
  { path }: Session,
  { output, truth, format, ...options }: SimulateDiscountsOptions & { readonly output: string },
  onShare: (share: number) => void,
): Promise<GrocerTotals> {
  const counter = new GrocerCounter();
  const create = (file: string, columns: Columns) => createTableFile(format ?? formatOf(file), path(file), columns);
  const files = [await create(output, GROCER_COLUMNS.events)];
  try {
    if (truth !== undefined) files.push(await create(truth, GROCER_COLUMNS.truth));
    const [eventFile, truthFile] = files as [TableFile, TableFile | undefined];
    let done = 0;
    for (const day of simulateGrocer(options)) {
      counter.add(day.events);
      await eventFile.write(day.events);
      await truthFile?.write(day.truth);
      onShare((done += day.events.length) / options.samples);
    }
    for (const file of files) await file.finish();
  } catch (error) {
    await Promise.all(files.map((file) => file.abandon()));
    throw error;
  }
  return counter.totals();
}

function totalsText(totals: GrocerTotals): string {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const pairs = renderPairs([
    ['Events', formatCount(totals.events)],
    ['Sold', percent(totals.sold_share)],
    ['Units', formatCount(totals.units)],
    ['Revenue', formatNumber(totals.revenue)],
    ['Mean discount', `${totals.mean_discount_pct.toFixed(1)} %`],
    ['Mean base price', totals.mean_base_price.toFixed(2)],
  ]);
  const conversion = Object.entries(totals.conversion).map(([name, share]) => [`  ${name}`, percent(share)] as const);
  return [pairs, '', 'Conversion by category', renderPairs(conversion)].join('\n');
}
