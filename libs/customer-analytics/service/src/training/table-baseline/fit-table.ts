import { readTextTable } from '@bellwether/datasets';
import { DomainError } from '@bellwether/errors';
import { averagePrecision, brierLoss, mae, r2, rmse, rocAuc } from '@bellwether/model-kernel/metrics';
import { createRng } from '@bellwether/model-kernel/numerics';
import { compileTrees, fitTrees, probabilityOfMargin, type TreeDataset } from '@bellwether/model-kernel/trees';
import { columnCoder } from './code-columns.js';
import { inferColumns, instantOf, isNumber, type InferredColumn } from './infer-columns.js';
import { readTarget, type TableTarget, type TableTask } from './table-target.js';

export interface FitTableOptions {
  /** A CSV file with a header, plain or gzipped. */
  readonly csv: AsyncIterable<Uint8Array>;
  readonly target: string;
  readonly task: TableTask;
  /** Columns not to use. */
  readonly exclude?: readonly string[];
  /** Number of folds, default 5; not together with a time column. */
  readonly cv?: number;
  /** Column of dates, instants or numbers to split by: trained on the earlier rows, measured on the later. */
  readonly timeColumn?: string;
  /** Share of the rows, the latest, to measure on; default 0.2. */
  readonly testShare?: number;
  readonly seed?: number;
  readonly onProgress?: (share: number, message: string) => void;
}

/** Mean over the folds of each metric: auc, average_precision, brier for a binary target; rmse, mae, r2 for a number. */
export interface TableBaseline {
  readonly n: number;
  readonly features: number;
  readonly auc?: number;
  readonly average_precision?: number;
  readonly brier?: number;
  readonly rmse?: number;
  readonly mae?: number;
  readonly r2?: number;
  /** Standard deviation over the folds of the first metric. */
  readonly sd?: number;
  readonly protocol: string;
}

interface Part {
  readonly training: readonly number[];
  readonly test: readonly number[];
}

const SETTINGS = { trees: 1_000, learningRate: 0.05, leaves: 31, featureFraction: 0.8, baggingFraction: 0.8 } as const;
/** Share of the training rows that early stopping watches. */
const STOPPING_SHARE = 0.15;

/**
 * A baseline on anybody's table: boosted trees on every column but the target and those excluded, without tuning.
 *
 * @throws INVALID_ARGUMENT for a file or options that cannot be worked with; FAILED_PRECONDITION for too few rows.
 */
export async function fitTable(options: FitTableOptions): Promise<TableBaseline> {
  const { task, seed = 1, onProgress } = options;
  const table = await readTextTable(options.csv);
  requireColumns(table.columns, options);
  const target = readTarget(table.columns, options.target, task);
  const unused = new Set([options.target, ...(options.exclude ?? [])]);
  const { columns, dropped } = inferColumns(new Map([...table.columns].filter(([name]) => !unused.has(name))));
  if (columns.length === 0) throw new DomainError('INVALID_ARGUMENT', 'no column is left to learn from');
  const { parts, words } = splitRows(table.columns, target, options, seed);

  const measured: Record<string, number>[] = [];
  for (const [i, part] of parts.entries()) {
    onProgress?.(i / parts.length, `part ${i + 1} of ${parts.length}`);
    measured.push(measure(columns, target, part, task, seed + i));
  }
  onProgress?.(1, 'done');
  const names = Object.keys(measured[0]!);
  const means = names.map((name) => [name, mean(measured.map((of) => of[name]!))] as const);
  return {
    n: target.rows.length,
    features: columns.length,
    ...Object.fromEntries(means),
    ...(measured.length > 1 && { sd: deviation(measured.map((of) => of[names[0]!]!)) }),
    protocol: [
      words,
      `Boosted trees (${SETTINGS.leaves} leaves, learning rate ${SETTINGS.learningRate}, stopped early on a random ` +
        `${STOPPING_SHARE * 100} % of the training rows, seed ${seed}); categories numbered on training rows.`,
      ...(target.positive === undefined ? [] : [`Positive: ${options.target} = ${target.positive}.`]),
      ...(table.rows > target.rows.length
        ? [`${table.rows - target.rows.length} rows without a target left out.`]
        : []),
      ...[...dropped].map(([name, why]) => `Column ${name} left out: it ${why}.`),
    ].join(' '),
  };
}

function requireColumns(columns: ReadonlyMap<string, unknown>, { exclude = [], timeColumn }: FitTableOptions): void {
  for (const name of [...exclude, ...(timeColumn === undefined ? [] : [timeColumn])]) {
    if (columns.has(name)) continue;
    throw new DomainError(
      'INVALID_ARGUMENT',
      `the table has no column '${name}'; it has ${[...columns.keys()].join(', ')}`,
    );
  }
}

function splitRows(
  columns: ReadonlyMap<string, readonly (string | null)[]>,
  { rows }: TableTarget,
  { cv, timeColumn, testShare = 0.2 }: FitTableOptions,
  seed: number,
): { readonly parts: readonly Part[]; readonly words: string } {
  if (timeColumn === undefined) {
    const folds = cv ?? 5;
    if (!(Number.isInteger(folds) && folds >= 2 && folds <= rows.length)) {
      throw new DomainError('INVALID_ARGUMENT', `cv must be a whole number in 2–${rows.length}, got ${folds}`);
    }
    const order = createRng(seed)
      .fork('folds')
      .shuffle([...rows.keys()]);
    const parts = Array.from({ length: folds }, (_, fold) => ({
      training: order.filter((_row, i) => i % folds !== fold),
      test: order.filter((_row, i) => i % folds === fold),
    }));
    return { parts, words: `${folds}-fold cross-validation on random folds; mean over the folds.` };
  }
  if (cv !== undefined) throw new DomainError('INVALID_ARGUMENT', 'cv and timeColumn exclude each other');
  if (!(testShare > 0 && testShare < 1)) {
    throw new DomainError('INVALID_ARGUMENT', `testShare must be in (0, 1), got ${testShare}`);
  }
  const cells = columns.get(timeColumn)!;
  const times = rows.map((row) => timeOf(cells[row] ?? null, timeColumn, row));
  const order = [...rows.keys()].sort((a, b) => times[a]! - times[b]!);
  const first = times[order[Math.min(Math.floor(order.length * (1 - testShare)), order.length - 1)]!]!;
  return {
    // Rows of one time stay together: none trains beside its own test.
    parts: [
      { training: order.filter((row) => times[row]! < first), test: order.filter((row) => times[row]! >= first) },
    ],
    words: `Trained on the rows earlier by ${timeColumn}, measured on the latest ${Math.round(testShare * 100)} %.`,
  };
}

function timeOf(cell: string | null, name: string, row: number): number {
  const time = cell === null ? null : isNumber(cell) ? Number(cell) : instantOf(cell);
  if (time !== null) return time;
  throw new DomainError(
    'INVALID_ARGUMENT',
    `'${name}' must be a date or a number in every row, got '${cell}' in row ${row + 1}`,
  );
}

/** Trains on one part of the rows and measures on the other; rows count among those that have a target. */
function measure(
  columns: readonly InferredColumn[],
  { rows, labels }: TableTarget,
  { training, test }: Part,
  task: TableTask,
  seed: number,
): Record<string, number> {
  if (training.length < 20 || test.length < 2) {
    throw new DomainError(
      'FAILED_PRECONDITION',
      `too few rows: ${training.length} to train on, ${test.length} to measure on`,
    );
  }
  const shuffled = createRng(seed)
    .fork('early stopping')
    .shuffle([...training]);
  const stopping = shuffled.slice(0, Math.ceil(training.length * STOPPING_SHARE));
  const grown = shuffled.slice(stopping.length);
  const code = columnCoder(
    columns,
    grown.map((row) => rows[row]!),
  );
  const dataset = (of: readonly number[]): TreeDataset => ({
    rows: of.length,
    features: columns.length,
    matrix: code(of.map((row) => rows[row]!)),
    labels: Float64Array.from(of, (row) => labels[row]!),
    categorical: columns.flatMap(({ kind }, c) => (kind === 'categorical' ? [c] : [])),
  });
  const ensemble = fitTrees(dataset(grown), {
    ...SETTINGS,
    objective: task === 'binary' ? 'binary' : 'squared',
    seed,
    earlyStopping: { validation: dataset(stopping), rounds: 50 },
  });
  const { matrix, labels: truth } = dataset(test);
  const margins = compileTrees(ensemble).margins(matrix as Float64Array, test.length);
  if (task === 'regression') return { rmse: rmse(truth, margins), mae: mae(truth, margins), r2: r2(truth, margins) };
  const probabilities = margins.map(probabilityOfMargin);
  return {
    auc: rocAuc(truth, probabilities),
    average_precision: averagePrecision(truth, probabilities),
    brier: brierLoss(truth, probabilities),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
}
