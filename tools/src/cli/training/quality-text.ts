import { formatCount, formatFigure } from '../terminal/format.js';
import { renderTable, type TableColumn, wrapText } from '../terminal/table.js';
import type { ModelQuality } from './model-quality.js';

/** Metrics of a table, in its order: title, name in the bundle. */
const METRICS = [
  ['AUC', 'auc'],
  ['best possible AUC', 'oracle_auc'],
  ['AP', 'average_precision'],
  ['Brier', 'brier'],
  ['ECE', 'ece'],
  ['slope', 'calibration_slope'],
] as const;

const WIDTH = 100;

/** How good models are, with the protocol of each below: no figure without one. A column that no model has is left out. */
export function qualityText(models: readonly ModelQuality[]): string {
  const metrics = METRICS.filter(([, name]) => models.some((model) => model.metrics[name] !== undefined));
  const columns: TableColumn[] = [
    { title: 'model' },
    { title: 'version', align: 'right' },
    ...metrics.map(([title]) => ({ title, align: 'right' }) as const),
    { title: 'trained on', align: 'right' },
    { title: 'tested on', align: 'right' },
  ];
  const rows = models.map((model) => [
    model.model_name,
    model.version,
    ...metrics.map(([, name]) => formatFigure(model.metrics[name])),
    formatCount(model.training_rows),
    model.metrics['test_rows'] === undefined ? '–' : formatCount(model.metrics['test_rows']),
  ]);
  const protocols = models.map(({ model_name, protocol }) => wrapText(`${model_name}: ${protocol}`, WIDTH, '  '));
  return [renderTable(columns, rows), '', 'Protocol', ...protocols].join('\n');
}
