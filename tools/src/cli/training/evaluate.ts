import { evaluateCancellation, readModelConfig } from '@bellwether/customer-analytics-service/training';
import type { EvaluateOptions } from '../commands/evaluate.js';
import type { Session } from '../session.js';
import { formatCount, formatFigure, plural } from '../terminal/format.js';
import { showing } from '../terminal/progress.js';
import { renderPairs, wrapText } from '../terminal/table.js';
import { csvFiles } from './csv-files.js';
import { MODELS_FOLDER } from './models-folder.js';
import { withAnalytics } from './with-analytics.js';

/** `bellwether evaluate`: trains on the past of some files and scores the later bookings of others. */
export async function evaluate({ report, path }: Session, { trainData, data, cutoff }: EvaluateOptions): Promise<void> {
  const config = await readModelConfig(MODELS_FOLDER, 'churn_predictor');
  const measured = await showing(report.progress, `Evaluating at ${cutoff}`, async (progress) => {
    const value = await withAnalytics((store) =>
      evaluateCancellation(store, {
        trainData: csvFiles(trainData.map(path)),
        testData: csvFiles(data.map(path)),
        cutoff,
        config,
        onProgress: (share, message) => progress.update(share, message),
      }),
    );
    return { value, outcome: `AUC ${formatFigure(value.auc)}` };
  });
  if (measured.rejected_rows > 0) {
    report.note(`${plural(measured.rejected_rows, 'row')} broke a rule and took no part; import tells which and why.`);
  }
  const { n_train, n, auc, ap, brier, ece, protocol } = measured;
  report.result({ n_train, n, auc, ap, brier, ece, protocol }, () =>
    [
      renderPairs([
        ['trained on', formatCount(n_train)],
        ['scored', formatCount(n)],
        ['AUC', formatFigure(auc, 4)],
        ['AP', formatFigure(ap, 4)],
        ['Brier', formatFigure(brier, 4)],
        ['ECE', formatFigure(ece, 4)],
        ['slope', formatFigure(measured.calibration_slope)],
      ]),
      '',
      wrapText(protocol, 100),
    ].join('\n'),
  );
}
