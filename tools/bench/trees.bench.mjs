// Training time of libs/model-kernel/trees beside XGBoost hist on the same rows, one thread each, in one run:
//   node tools/bench/trees.bench.mjs [--trees 500] [--rows 120000] [--repeat 1] [--javascript]
// Prints JSON. Without a python3 that has xgboost (BELLWETHER_PYTHON names another interpreter) it says so and gives ours.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createRng } from '@bellwether/model-kernel/numerics';
import { fitTrees, predictMargins, probabilityOfMargin } from '@bellwether/model-kernel/trees';

const { values: flags } = parseArgs({
  options: {
    trees: { type: 'string', default: '500' },
    rows: { type: 'string', default: '120000' },
    repeat: { type: 'string', default: '1' },
    javascript: { type: 'boolean', default: false },
  },
});
const trees = Number(flags.trees);
const rows = Number(flags.rows);
const repeat = Number(flags.repeat);
const heldOut = 30_000;
const features = 30;
const leaves = 31;
const learningRate = 0.05;
const SEED = 20_240_101;

/** Normal features of which twelve matter: linear, absolute, thresholded and in pairs. */
function generate() {
  const rng = createRng(SEED);
  const matrix = new Float32Array((rows + heldOut) * features);
  const labels = new Float32Array(rows + heldOut);
  for (let i = 0; i < rows + heldOut; i++) {
    const x = matrix.subarray(i * features, (i + 1) * features);
    for (let f = 0; f < features; f++) x[f] = rng.normal();
    const linear = 0.8 * x[0] - 0.6 * x[1] + 0.4 * x[2];
    const shaped = 0.7 * Math.abs(x[3]) + 0.5 * (x[4] > 0.5 ? x[5] : 0);
    const paired = 0.6 * x[6] * x[7] + 0.4 * x[8] * x[9] + 0.3 * x[10] * x[11];
    labels[i] = rng.next() < probabilityOfMargin(linear + shaped + paired - 0.8) ? 1 : 0;
  }
  return { matrix, labels };
}

function auc(margins, labels) {
  const order = Uint32Array.from(margins, (_, i) => i).sort((a, b) => margins[a] - margins[b]);
  let rankSum = 0;
  let positives = 0;
  order.forEach((row, rank) => {
    if (labels[row] === 1) {
      rankSum += rank + 1;
      positives += 1;
    }
  });
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * (labels.length - positives));
}

function fitOurs({ matrix, labels }, engine) {
  const data = {
    rows,
    features,
    matrix: matrix.subarray(0, rows * features),
    labels: labels.subarray(0, rows),
  };
  const started = performance.now();
  const ensemble = fitTrees(data, { trees, leaves, learningRate, lambda: 1, engine });
  const seconds = (performance.now() - started) / 1000;
  const margins = predictMargins(ensemble, matrix.subarray(rows * features), heldOut);
  return { seconds, auc: auc(margins, labels.subarray(rows)) };
}

function fitXgboost(folder) {
  const script = fileURLToPath(new URL('trees.bench.py', import.meta.url));
  const parameters = [folder, rows, heldOut, features, trees, leaves, learningRate].map(String);
  for (const python of [process.env.BELLWETHER_PYTHON, 'python3', '/usr/bin/python3']) {
    if (python === undefined) continue;
    try {
      const answer = JSON.parse(
        execFileSync(python, [script, ...parameters], {
          encoding: 'utf8',
          env: { ...process.env, OMP_NUM_THREADS: '1' },
          stdio: ['ignore', 'pipe', 'ignore'],
        }),
      );
      if (answer.absent === undefined) return answer;
    } catch {
      // No such interpreter, or one without numpy: try the next.
    }
  }
  return undefined;
}

const best = (runs) => runs.reduce((a, b) => (b.seconds < a.seconds ? b : a));
const round = (x, digits) => Number(x.toFixed(digits));

const data = generate();
const folder = mkdtempSync(join(tmpdir(), 'trees-bench-'));
try {
  writeFileSync(join(folder, 'matrix.f32'), data.matrix);
  writeFileSync(join(folder, 'labels.f32'), data.labels);
  const ours = [];
  const twins = [];
  const theirs = [];
  for (let k = 0; k < repeat; k++) {
    ours.push(fitOurs(data, 'wasm'));
    if (flags.javascript) twins.push(fitOurs(data, 'javascript'));
    const peer = fitXgboost(folder);
    if (peer !== undefined) theirs.push(peer);
  }
  const we = best(ours);
  const they = theirs.length > 0 ? best(theirs) : undefined;
  console.log(
    JSON.stringify({
      ours_s: round(we.seconds, 3),
      ...(flags.javascript && { javascript_s: round(best(twins).seconds, 3) }),
      xgboost_s: they === undefined ? null : round(they.seconds, 3),
      ratio: they === undefined ? null : round(we.seconds / they.seconds, 3),
      ...(flags.javascript && they && { javascript_ratio: round(best(twins).seconds / they.seconds, 3) }),
      auc_ours: round(we.auc, 5),
      auc_xgboost: they === undefined ? null : round(they.auc, 5),
      protocol:
        `${rows} × ${features} dense synthetic rows (seed ${SEED}), ${heldOut} held out, ${trees} trees, ${leaves} leaves, ` +
        `learning rate ${learningRate}, λ 1, 255 bins, one thread; time of the whole fit, binning and DMatrix included; ` +
        `best of ${repeat}` +
        (they === undefined ? '; xgboost: not installed, ours only' : `; xgboost ${they.version} hist, lossguide`),
    }),
  );
} finally {
  rmSync(folder, { recursive: true });
}
