import {
  leakReport as measureLeaks,
  type LeakRung,
  readModelConfig,
  resolveHyperparameters,
} from '@bellwether/customer-analytics-service/training';
import type { LeakReportOptions } from '../commands/leak-report.js';
import type { Session } from '../session.js';
import { worldRequest } from '../simulating/world-request.js';
import { formatCount, formatFigure, plural } from '../terminal/format.js';
import { showing } from '../terminal/progress.js';
import { renderTable, wrapText } from '../terminal/table.js';
import { loadFiles, loadSimulated } from './load-bookings.js';
import { MODELS_FOLDER } from './models-folder.js';
import { withAnalytics } from './with-analytics.js';

const MODEL = 'churn_predictor';
/** Of the work, how much is reading. */
const READING_SHARE = 0.15;

/** `bellwether leak-report`: what each kind of leak would add to the score. */
export async function leakReport({ report, host, path }: Session, { data }: LeakReportOptions): Promise<void> {
  const hyperparameters = resolveHyperparameters(await readModelConfig(MODELS_FOLDER, MODEL));
  const measured = await showing(report.progress, `Measuring leaks of ${MODEL}`, (progress) =>
    withAnalytics(async (store) => {
      progress.update(0, data === undefined ? 'simulating a hotel' : 'reading');
      const loaded =
        data === undefined
          ? await loadSimulated(store, worldRequest({}, host))
          : await loadFiles(store, data.map(path));
      const ladder = await measureLeaks(store, loaded.source, {
        hyperparameters,
        onProgress: (share, message) => progress.update(READING_SHARE + (1 - READING_SHARE) * share, message),
      });
      return { value: { model_name: MODEL, ...loaded, ladder }, outcome: plural(loaded.rows, 'booking') };
    }),
  );
  if (measured.rejected > 0) {
    report.note(`${plural(measured.rejected, 'row')} broke a rule and took no part; import tells which and why.`);
  }
  report.result(measured, ({ ladder }) => ladderText(ladder));
}

export function ladderText(ladder: readonly LeakRung[]): string {
  const rows = ladder.map(({ rung, n_train, n, auc }, i) => {
    const change = i === 0 ? '' : signed(auc - ladder[i - 1]!.auc);
    return [rung, formatFigure(auc), change, formatCount(n_train), formatCount(n)];
  });
  const table = renderTable(
    [
      { title: 'measured by' },
      { title: 'AUC', align: 'right' },
      { title: 'change', align: 'right' },
      { title: 'trained on', align: 'right' },
      { title: 'tested on', align: 'right' },
    ],
    rows,
  );
  const protocols = ladder.map(({ rung, protocol }) => wrapText(`${rung}: ${protocol}`, 100));
  return [table, '', ...protocols].join('\n');
}

function signed(change: number): string {
  return `${change < 0 ? '−' : '+'}${Math.abs(change).toFixed(3)}`;
}
