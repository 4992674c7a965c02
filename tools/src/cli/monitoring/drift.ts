import { basename } from 'node:path';
import { driftReport, summarizeTable, type ColumnDrift, type DriftReport } from '@bellwether/feature-engineering';
import type { AnalyticsStore } from '@bellwether/platform/analytics';
import type { Session } from '../session.js';
import { formatFigure, plural } from '../terminal/format.js';
import { showing, type Progress } from '../terminal/progress.js';
import { renderTable } from '../terminal/table.js';
import { withAnalytics } from '../training/with-analytics.js';
import { loadFile } from './load-file.js';

interface Compared extends DriftReport {
  readonly reference_rows: number;
  readonly current_rows: number;
  readonly left_out: Readonly<Record<string, string>>;
}

/** `bellwether drift`: whether the columns of one file are spread as those of another. */
export async function drift(session: Session, reference: string, current: string): Promise<void> {
  const { report, path } = session;
  const compared = await showing(report.progress, `Comparing ${basename(current)}`, async (progress) => {
    const value = await withAnalytics((store) => compare(store, path(reference), path(current), progress));
    return { value, outcome: plural(Object.keys(value.columns).length, 'column') };
  });
  report.result(compared, driftText);
}

async function compare(
  store: AnalyticsStore,
  reference: string,
  current: string,
  progress: Progress,
): Promise<Compared> {
  progress.update(0, `reading ${basename(reference)}`);
  await loadFile(store, 'reference', reference);
  progress.update(0.3, `reading ${basename(current)}`);
  await loadFile(store, 'current', current);
  progress.update(0.6, 'counting values');
  const before = await summarizeTable(store, 'reference');
  const now = await summarizeTable(store, 'current');
  progress.update(0.9, 'comparing');
  const left_out = { ...before.left_out, ...now.left_out };
  const kept = (columns: typeof before.columns) =>
    Object.fromEntries(Object.entries(columns).filter(([name]) => left_out[name] === undefined));
  const told = driftReport(kept(before.columns), kept(now.columns));
  return { reference_rows: before.rows, current_rows: now.rows, ...told, left_out };
}

const METHODS: Readonly<Record<ColumnDrift['method'], string>> = {
  ks: 'Kolmogorov–Smirnov p',
  chi_square: 'chi-square p',
  z: 'proportions p',
  wasserstein: 'Wasserstein / σ',
  jensen_shannon: 'Jensen–Shannon',
  kind: 'kind of column',
};

function driftText(compared: Compared): string {
  const columns = Object.entries(compared.columns);
  const table = renderTable(
    [
      { title: 'column' },
      { title: 'drift' },
      { title: 'by' },
      { title: 'score', align: 'right' },
      { title: 'threshold', align: 'right' },
      { title: 'PSI', align: 'right' },
    ],
    columns.map(([name, { drifted, method, score, threshold, psi }]) => [
      name,
      drifted ? 'yes' : 'no',
      METHODS[method],
      formatFigure(score),
      formatFigure(threshold, 2),
      formatFigure(psi),
    ]),
  );
  const { drifted_columns, reference_rows, current_rows, dataset_drift, left_out, missing_columns } = compared;
  const lines = [
    table,
    '',
    `${drifted_columns.length} of ${plural(columns.length, 'column')} drifted${dataset_drift ? ': the data set did' : ''}. ` +
      `Reference: ${plural(reference_rows, 'row')}; current: ${plural(current_rows, 'row')}.`,
    ...(missing_columns.length > 0 ? [`Not in the current file: ${missing_columns.join(', ')}.`] : []),
    ...Object.entries(left_out).map(([name, why]) => `Left out: ${name} (${why}).`),
  ];
  return lines.join('\n');
}
