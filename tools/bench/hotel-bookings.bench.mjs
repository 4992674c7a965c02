// Cancellations of the public hotel bookings, ours beside XGBoost and scikit-learn on the same rows, columns and weights,
// in one run:
//   node tools/bench/hotel-bookings.bench.mjs [--cutoff 2016-09-01] [--data ../shared/data]
// Prints JSON. BELLWETHER_PYTHON names a python3 with xgboost and scikit-learn; without one it says so and gives ours.
import { execFileSync } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readHotelBookings } from '@bellwether/datasets';
import {
  assembleTrainingTable,
  bookingCancellation,
  BOOKINGS_TABLE,
  createBookingTables,
  encodeRows,
  labelsOf,
  replaceSource,
} from '@bellwether/feature-engineering';
import { treeCount } from '@bellwether/model-kernel/trees';
import { openAnalyticsStore } from '@bellwether/platform/analytics';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values: flags } = parseArgs({
  options: {
    cutoff: { type: 'string', default: '2016-09-01' },
    data: { type: 'string', default: process.env.BELLWETHER_DATA ?? join(root, '../shared/data') },
  },
});
const training = (name) => import(join(root, 'libs/customer-analytics/service/dist/training', name));
const { readModelConfig, resolveHyperparameters } = await training('model-config.js');
const { fitBookingModel, predictRows } = await training('fit-booking-model.js');
const { rowWeights } = await training('row-weights.js');
const { evaluateRows } = await training('evaluate-rows.js');
const { splitAt } = await training('time-split.js');

const SOURCE = 'hotel-bookings';
const cutoff = Date.parse(`${flags.cutoff}T00:00:00Z`) / 1000;
const seconds = async (work) => {
  const started = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - started) / 1000 };
};

const store = await openAnalyticsStore('chdb://memory');
await createBookingTables(store);
async function* bookings() {
  const file = createReadStream(join(flags.data, 'hotel-bookings/hotel_bookings.csv.gz'));
  for await (const { rows } of readHotelBookings(file)) yield rows;
}
const imported = await seconds(() => replaceSource(store, BOOKINGS_TABLE, SOURCE, bookings()));
const assembled = await seconds(() =>
  assembleTrainingTable(store, bookingCancellation, { source: SOURCE, landmarks: false, deduplicate: true }),
);
await store.close();
const table = assembled.result;
const split = splitAt(table, cutoff);
const config = await readModelConfig(join(root, 'models'), 'churn_predictor');
const hyperparameters = resolveHyperparameters(config);
const fitted = await seconds(() => fitBookingModel(table, split.training, { config, hyperparameters, cutoff }));
const model = fitted.result;
const metrics = evaluateRows(
  labelsOf(table, split.test),
  predictRows(table, model, split.test),
  config.profit,
  model.conformal,
);

/** The same matrices, read by the peers. */
function peers() {
  const folder = mkdtempSync(join(tmpdir(), 'hotel-bookings-bench-'));
  const write = (name, numbers) => writeFileSync(join(folder, `${name}.f64`), new Uint8Array(numbers.buffer));
  try {
    write('training', encodeRows(table, model.columns, split.training));
    write('test', encodeRows(table, model.columns, split.test));
    write('labels', labelsOf(table, split.training));
    write('truth', labelsOf(table, split.test));
    write('weights', rowWeights(table, split.training, hyperparameters, cutoff));
    const settings = {
      columns: model.columns.length,
      categorical: model.columns.flatMap(({ kind }, c) => (kind === 'categorical' ? [c] : [])),
      trees: treeCount(model.ensemble),
      leaves: hyperparameters.num_leaves,
      depth: hyperparameters.max_depth,
      learning_rate: hyperparameters.learning_rate,
      lambda: hyperparameters.lambda_l2,
      min_child_samples: hyperparameters.min_child_samples,
      feature_fraction: hyperparameters.feature_fraction,
      bagging_fraction: hyperparameters.bagging_fraction,
      seed: hyperparameters.seed,
    };
    writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings));
    const script = fileURLToPath(new URL('hotel-bookings.bench.py', import.meta.url));
    const python = process.env.BELLWETHER_PYTHON ?? '/usr/bin/python3';
    return JSON.parse(
      execFileSync(python, [script, folder], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }),
    );
  } catch (error) {
    return { absent: String(error.message ?? error) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const others = peers();
const best = Math.max(...Object.values(others).map((peer) => peer.auc ?? -Infinity));
console.log(
  JSON.stringify(
    {
      ours: {
        auc: metrics.auc,
        ap: metrics.average_precision,
        brier: metrics.brier,
        ece: metrics.ece,
        calibration_slope: metrics.calibration_slope,
        trees: treeCount(model.ensemble),
        columns: model.columns.length,
      },
      ...others,
      ...(Number.isFinite(best) && { auc_minus_better_peer: metrics.auc - best }),
      seconds: { import: imported.seconds, assemble: assembled.seconds, fit_with_validation: fitted.seconds },
      protocol:
        `Hotel booking demand (Antonio, Almeida & Nunes 2019), arrivals to 2017-03-31. Trained on ${split.training.length} bookings ` +
        `with arrival before ${flags.cutoff}, tested on ${split.test.length} booked from ${flags.cutoff} on, copies removed from both; ` +
        `positive: cancelled or no-show. Features as of booking. All engines: the same rows, columns, row weights, number of trees, ` +
        `leaves, depth and learning rate, categories as categories; seed ${hyperparameters.seed}.`,
    },
    null,
    2,
  ),
);
