import { DomainError } from '@bellwether/errors';
import { allRows, rowsWhere, SECONDS_PER_DAY, type RowSet, type TrainingTable } from '@bellwether/feature-engineering';

/** Rows known by an instant and rows decided from it on; between them lie those whose label was not known yet. */
export interface TimeSplit {
  /** Seconds since 1970. */
  readonly cutoff: number;
  readonly training: RowSet;
  readonly test: RowSet;
  /** Decided before the cut-off, known after it: in neither part. */
  readonly embargoed: number;
}

/** Trains on what was known at an instant, tests on what was decided from then on. */
export function splitAt(table: TrainingTable, cutoff: number, rows: RowSet = allRows(table)): TimeSplit {
  const training = rowsWhere(rows, (row) => table.maturedAt[row]! <= cutoff);
  const test = rowsWhere(rows, (row) => table.decidedAt[row]! >= cutoff);
  return { cutoff, training, test, embargoed: rows.length - training.length - test.length };
}

/**
 * The midnight after which about a share of the decisions lie.
 *
 * @throws FAILED_PRECONDITION when there are no rows.
 */
export function cutoffForShare(table: TrainingTable, share: number): number {
  if (table.rows === 0) {
    throw new DomainError('FAILED_PRECONDITION', `source '${table.source}' has no bookings that have ended`);
  }
  // Rows are in the order of their decisions.
  const at = table.decidedAt[Math.min(Math.floor(table.rows * (1 - share)), table.rows - 1)]!;
  return Math.floor(at / SECONDS_PER_DAY) * SECONDS_PER_DAY;
}

/** One period of validation: what was known at its start, and the rows whose label became known in it. */
export interface ValidationFold {
  readonly training: RowSet;
  readonly validation: RowSet;
}

const FEWEST_TRAINING_ROWS = 200;
const FEWEST_VALIDATION_ROWS = 50;

/**
 * The last periods before a cut-off, oldest first. A period is judged on the bookings that arrive in it, whenever they
 * were booked: the bookings made in it and already over would be the ones with short lead times alone.
 *
 * @param training rows known by the cut-off.
 * @throws FAILED_PRECONDITION when no period has enough rows of both outcomes.
 */
export function validationFolds(
  table: TrainingTable,
  training: RowSet,
  cutoff: number,
  { folds, fold_days: days }: { readonly folds: number; readonly fold_days: number },
): readonly ValidationFold[] {
  const found: ValidationFold[] = [];
  for (let back = folds; back >= 1; back--) {
    const start = cutoff - back * days * SECONDS_PER_DAY;
    const end = start + days * SECONDS_PER_DAY;
    const before = rowsWhere(training, (row) => table.maturedAt[row]! <= start);
    const within = rowsWhere(training, (row) => table.maturedAt[row]! > start && table.maturedAt[row]! <= end);
    if (isEnough(table, before, FEWEST_TRAINING_ROWS) && isEnough(table, within, FEWEST_VALIDATION_ROWS)) {
      found.push({ training: before, validation: within });
    }
  }
  if (found.length === 0) {
    throw new DomainError(
      'FAILED_PRECONDITION',
      `validation needs a period of ${days} days with at least ${FEWEST_VALIDATION_ROWS} ended bookings of both outcomes, ` +
        `and ${FEWEST_TRAINING_ROWS} before it; source '${table.source}' has ${training.length} rows in all`,
    );
  }
  return found;
}

function isEnough(table: TrainingTable, rows: RowSet, fewest: number): boolean {
  if (rows.length < fewest) return false;
  const positives = rows.reduce((sum, row) => sum + table.labels[row]!, 0);
  return positives > 0 && positives < rows.length;
}
