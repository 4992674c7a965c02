import {
  assembleTrainingTable,
  bookingCancellation,
  BOOKINGS_TABLE,
  createBookingTables,
  dayOf,
  labelsOf,
  allRows,
  replaceSource,
  SECONDS_PER_DAY,
  type AnalyticsTables,
} from '@bellwether/feature-engineering';
import { readHotelBookings } from '@bellwether/datasets';
import { DomainError } from '@bellwether/errors';
import { evaluateRows } from './evaluate-rows.js';
import { fitBookingModel, predictRows } from './fit-booking-model.js';
import { resolveHyperparameters, type ModelConfig } from './model-config.js';
import { splitAt } from './time-split.js';

export interface EvaluateOptions {
  /** Bytes of the file to train on, and of the file to score: hotel bookings, plain or gzipped. */
  readonly trainData: AsyncIterable<Uint8Array>;
  readonly testData: AsyncIterable<Uint8Array>;
  /** `YYYY-MM-DD`: trained on what was known before this day, scored on what was booked from it on. */
  readonly cutoff: string;
  readonly config: ModelConfig;
  readonly hyperparameters?: Readonly<Record<string, number>>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (share: number, message: string) => void;
}

export interface CancellationEvaluation {
  readonly n_train: number;
  readonly n: number;
  readonly auc: number;
  readonly ap: number;
  readonly brier: number;
  readonly ece: number;
  /** Absent where the scores determine no calibration line. */
  readonly calibration_slope?: number;
  readonly log_loss: number;
  readonly base_rate: number;
  readonly rejected_rows: number;
  readonly protocol: string;
}

const TRAIN = 'evaluate-train';
const TEST = 'evaluate-test';

/**
 * How well bookings of one file are predicted by a model of another: trained on the rows whose outcome was known before
 * the cut-off, scored on the rows booked from it on, both without copies.
 *
 * @param store an analytics store of its own: the sources `evaluate-train` and `evaluate-test` are replaced in it.
 * @throws FAILED_PRECONDITION when nothing was booked from the cut-off on, or all of it had one outcome, or too little was
 *   known before it.
 */
export async function evaluateCancellation(
  store: AnalyticsTables,
  options: EvaluateOptions,
): Promise<CancellationEvaluation> {
  const { config, onProgress, signal } = options;
  const hyperparameters = resolveHyperparameters(config, options.hyperparameters);
  const cutoff = dayOf(options.cutoff, 'cutoff') * SECONDS_PER_DAY;
  await createBookingTables(store);
  onProgress?.(0, 'reading the training data');
  const rejectedInTraining = await importAs(store, TRAIN, options.trainData);
  onProgress?.(0.15, 'reading the data to score');
  const rejectedInTest = await importAs(store, TEST, options.testData);

  onProgress?.(0.3, 'joining features');
  const decisions = { landmarks: false, deduplicate: true };
  const known = await assembleTrainingTable(store, bookingCancellation, {
    source: TRAIN,
    ...decisions,
    maturedBy: cutoff,
  });
  const asked = await assembleTrainingTable(store, bookingCancellation, {
    source: TEST,
    ...decisions,
    decidedFrom: cutoff,
    // Histories go on growing after the cut-off, out of either file; a booking in both counts once.
    historySources: [TRAIN, TEST],
  });
  if (asked.rows === 0) {
    throw new DomainError('FAILED_PRECONDITION', `the data to score has no booking made from ${options.cutoff} on`);
  }
  const lost = labelsOf(asked, allRows(asked)).reduce((sum, label) => sum + label, 0);
  if (lost === 0 || lost === asked.rows) {
    throw new DomainError(
      'FAILED_PRECONDITION',
      `the data to score must hold lost bookings and others, got ${lost} lost of ${asked.rows} booked from ${options.cutoff} on`,
    );
  }
  if (known.rows === 0) {
    throw new DomainError(
      'FAILED_PRECONDITION',
      `the training data has no booking with arrival before ${options.cutoff}`,
    );
  }
  const { training } = splitAt(known, cutoff);
  const model = await fitBookingModel(known, training, {
    config,
    hyperparameters,
    cutoff,
    ...(signal && { signal }),
    ...(onProgress && { onProgress: (share: number, message: string) => onProgress(0.4 + 0.55 * share, message) }),
  });
  const test = allRows(asked);
  const probabilities = predictRows(asked, model, test);
  const metrics = evaluateRows(labelsOf(asked, test), probabilities, config.profit, model.conformal);
  onProgress?.(1, 'done');
  return {
    n_train: training.length,
    n: asked.rows,
    auc: metrics['auc']!,
    ap: metrics['average_precision']!,
    brier: metrics['brier']!,
    ece: metrics['ece']!,
    ...('calibration_slope' in metrics && { calibration_slope: metrics['calibration_slope'] }),
    log_loss: metrics['log_loss']!,
    base_rate: metrics['base_rate']!,
    rejected_rows: rejectedInTraining + rejectedInTest,
    protocol:
      `Trained on bookings of the first file with arrival before ${options.cutoff} (outcome known), scored on bookings of ` +
      `the second file booked from ${options.cutoff} on. Copies (rows equal in every column) removed from both. Positive: ` +
      `${bookingCancellation.target.words}. Features as of booking; histories of agents, companies and segments count ` +
      `bookings whose arrival had passed on the day of booking. Trees and calibration chosen on the last ` +
      `${config.validation.folds} × ${config.validation.fold_days} days before the cut-off. Seed ${hyperparameters.seed}.`,
  };
}

/** @returns number of rows refused by the importer. */
async function importAs(store: AnalyticsTables, source: string, bytes: AsyncIterable<Uint8Array>): Promise<number> {
  let rejected = 0;
  const batches = async function* () {
    for await (const { rows, rejects } of readHotelBookings(bytes)) {
      rejected += rejects.length;
      yield rows.map((row) => ({ ...row, source }));
    }
  };
  await replaceSource(store, BOOKINGS_TABLE, source, batches());
  return rejected;
}
