import { basename } from 'node:path';
import { fitTable } from '@bellwether/customer-analytics-service/training';
import { UsageError } from '../command-error.js';
import type { FitOptions } from '../commands/fit.js';
import { openInput, readWithShare } from '../importing/input-file.js';
import type { Session } from '../session.js';
import { formatNumber } from '../terminal/format.js';
import { showing } from '../terminal/progress.js';
import { renderPairs, wrapText } from '../terminal/table.js';

/** Of the work, how much is reading. */
const READING_SHARE = 0.1;

/** `bellwether fit`: how far boosted trees get on anyone's table, without tuning. */
export async function fit({ report, path }: Session, { data, testShare, ...options }: FitOptions): Promise<void> {
  if (testShare !== undefined && options.timeColumn === undefined) {
    throw new UsageError('--test-share is of the newest rows: name the column of their time with --time-column');
  }
  const input = await openInput(path(data));
  const baseline = await showing(report.progress, `Fitting ${basename(data)}`, async (progress) => {
    const value = await fitTable({
      ...options,
      ...(testShare !== undefined && { testShare }),
      csv: readWithShare(input, (share) => progress.update(READING_SHARE * share, 'reading')),
      onProgress: (share, message) => progress.update(READING_SHARE + (1 - READING_SHARE) * share, message),
    });
    return { value, outcome: `${value.features} columns` };
  });
  report.result(baseline, ({ protocol, ...figures }) => {
    const pairs = Object.entries(figures).map(([name, value]) => [name, formatNumber(value)] as const);
    return `${renderPairs(pairs)}\n\n${wrapText(protocol, 100)}`;
  });
}
