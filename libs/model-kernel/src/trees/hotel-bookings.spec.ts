import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { readHotelBookings } from '../../test/hotel-bookings.js';
import { rocAuc } from '../metrics/index.js';
import { compileTrees, fitTrees, type TreeDataset } from './index.js';

const golden = JSON.parse(readFileSync(new URL('../../test/fixtures/hotel-trees.json', import.meta.url), 'utf8')) as {
  readonly columns: readonly string[];
  readonly trainingRows: number;
  readonly testRows: number;
  readonly auc: Readonly<Record<'xgboost' | 'scikitLearn', number>>;
};

/** The split of tools/fixtures/hotel_trees.py. */
function isTraining(row: number): boolean {
  return (row * 2654435761) % 2 ** 32 < 0.7 * 2 ** 32;
}

it('ranks hotel cancellations as well as XGBoost 1.7 and scikit-learn 1.2 on the same rows', () => {
  const bookings = readHotelBookings();
  if (bookings === undefined) return;
  const columns = golden.columns.map((name) => bookings.get(name)!);
  const canceled = bookings.get('is_canceled')!;
  const pick = (training: boolean): TreeDataset => {
    const rows = [...canceled.keys()].filter((row) => isTraining(row) === training);
    return {
      ...{ rows: rows.length, features: columns.length },
      matrix: Float64Array.from(rows.flatMap((row) => columns.map((column) => Number(column[row])))),
      labels: Float64Array.from(rows, (row) => Number(canceled[row])),
    };
  };
  const training = pick(true);
  const test = pick(false);
  expect([training.rows, test.rows]).toEqual([golden.trainingRows, golden.testRows]);

  const ensemble = fitTrees(training, { trees: 150, learningRate: 0.1 });
  const margins = compileTrees(ensemble).margins(test.matrix, test.rows);
  const auc = rocAuc(test.labels, margins);
  // Engines that draw their bins differently differ by about 0.001 here.
  expect(auc).toBeGreaterThan(golden.auc.xgboost - 0.002);
  expect(auc).toBeGreaterThan(golden.auc.scikitLearn - 0.002);
});
