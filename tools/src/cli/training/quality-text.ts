import { formatCount, formatFigure } from '../terminal/format.js';
import { renderTable, type TableColumn, wrapText } from '../terminal/table.js';
import type { ModelQuality } from './model-quality.js';

type Metrics = ModelQuality['metrics'];

const figure =
  (name: string) =>
  (metrics: Metrics): string | undefined =>
    metrics[name] === undefined ? undefined : formatFigure(metrics[name]);

/** Columns of the tables, in their order; one that no model of a table has a value for is left out. */
const METRICS: readonly (readonly [title: string, value: (metrics: Metrics) => string | undefined])[] = [
  ['AUC', figure('auc')],
  ['AUC over folds', foldsOf],
  ['AUC at booking', figure('auc_at_booking')],
  ['of the truth', figure('oracle_auc')],
  ['AP', figure('average_precision')],
  ['Brier', figure('brier')],
  ['ECE', figure('ece')],
  ['slope', figure('calibration_slope')],
  ['MAPE %', figure('mape')],
  ['30 days', figure('mape_30')],
  ['90 days', figure('mape_90')],
  ['last year 30', figure('mape_30_last_year')],
  ['revenue 30', figure('revenue_mape_30')],
  ['within bounds', figure('coverage')],
];

const TRUTH_NOTE =
  '“Of the truth” is the AUC of the simulated hotel’s own probabilities on the same rows as “AUC at booking”: no model ' +
  'ranks better but by luck.';

const WIDTH = 100;

/** How good models are, with the protocol of each below: no figure without one. A table for those that rank, and one for those that forecast. */
export function qualityText(models: readonly ModelQuality[]): string {
  const ranking = models.filter(({ metrics }) => metrics['mape'] === undefined);
  const forecasting = models.filter(({ metrics }) => metrics['mape'] !== undefined);
  const hasTruth = models.some(({ metrics }) => metrics['oracle_auc'] !== undefined);
  return [
    ...[ranking, forecasting].filter((of) => of.length > 0).flatMap((of) => [tableOf(of), '']),
    ...(hasTruth ? [wrapText(TRUTH_NOTE, WIDTH)] : []),
    ...models.map(({ model_name, protocol }) => wrapText(`${model_name}: ${protocol}`, WIDTH)),
  ].join('\n');
}

function tableOf(models: readonly ModelQuality[]): string {
  const shown = METRICS.filter(([, value]) => models.some(({ metrics }) => value(metrics) !== undefined));
  const columns: TableColumn[] = [
    { title: 'model' },
    { title: 'version', align: 'right' },
    ...shown.map(([title]) => ({ title, align: 'right' }) as const),
    { title: 'trained on', align: 'right' },
    { title: 'tested on', align: 'right' },
  ];
  const rows = models.map(({ model_name, version, metrics, training_rows }) => [
    model_name,
    version,
    ...shown.map(([, value]) => value(metrics) ?? '–'),
    formatCount(training_rows),
    metrics['test_rows'] === undefined ? '–' : formatCount(metrics['test_rows']),
  ]);
  return renderTable(columns, rows);
}

/** What to say of a version that was trained and not promoted. */
export function gateText(model: string, version: string): string {
  return wrapText(
    `${model} version ${version} did not pass its gate and is not in production. Why: bellwether registry gate ${model} ${version}. To put it ` +
      `there all the same: bellwether promote ${model} ${version} --force --reason WHY`,
    WIDTH,
  );
}

/** Mean ± standard deviation over folds in time. */
function foldsOf({ cv_auc_mean: mean, cv_auc_sd: sd, cv_folds: folds }: Metrics): string | undefined {
  return mean === undefined ? undefined : `${formatFigure(mean)} ± ${formatFigure(sd)} (${folds})`;
}
