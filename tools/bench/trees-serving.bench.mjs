// Scoring and explaining rows with libs/model-kernel, beside ONNX Runtime on the same model and rows:
//   node tools/bench/trees-serving.bench.mjs
// Prints JSON: microseconds a row, best of five. Rows differ from one another: a repeated row flatters branch prediction.
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { compileTreeShap } from '@bellwether/model-kernel/explanation';
import { createRng } from '@bellwether/model-kernel/numerics';
import { encodeTreeEnsemble } from '@bellwether/model-kernel/onnx';
import { compileTrees, fitTrees, predictMargin, probabilityOfMargin } from '@bellwether/model-kernel/trees';

const rows = 20_000;
const features = 30;
const rng = createRng(20_240_102);
const matrix = new Float32Array(rows * features);
const labels = new Float32Array(rows);
for (let i = 0; i < rows; i++) {
  const x = matrix.subarray(i * features, (i + 1) * features);
  for (let f = 0; f < features; f++) x[f] = rng.normal();
  const margin = 0.8 * x[0] - 0.6 * x[1] + 0.7 * Math.abs(x[3]) + 0.6 * x[6] * x[7] + 0.4 * x[8] * x[9] - 0.8;
  labels[i] = rng.next() < probabilityOfMargin(margin) ? 1 : 0;
}
const data = { rows, features, matrix, labels };
const row = (i) => matrix.subarray(i * features, (i + 1) * features);

/** Best of five, microseconds a row. */
function time(n, run) {
  let best = Infinity;
  for (let k = 0; k < 5; k++) {
    const started = performance.now();
    run();
    best = Math.min(best, performance.now() - started);
  }
  return Number(((best * 1000) / n).toFixed(2));
}

const scored = fitTrees(data, { trees: 500, leaves: 31, learningRate: 0.05 });
const scorer = compileTrees(scored);
const session = await InferenceSession.create(encodeTreeEnsemble(scored), {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
});
async function timeOnnx(n, batch) {
  let best = Infinity;
  for (let k = 0; k < 5; k++) {
    const started = performance.now();
    for (let i = 0; i < n; i += batch) {
      const values = matrix.slice(i * features, (i + batch) * features);
      await session.run({ features: new Tensor('float32', values, [batch, features]) });
    }
    best = Math.min(best, performance.now() - started);
  }
  return Number(((best * 1000) / n).toFixed(2));
}

const explained = fitTrees(data, { trees: 300, leaves: 31, learningRate: 0.05, maxDepth: 7 });
const explainer = compileTreeShap(explained);
const attributions = new Float64Array(features);

console.log(
  JSON.stringify({
    score_single_us: time(5000, () => {
      for (let i = 0; i < 5000; i++) scorer.margin(row(i));
    }),
    score_batch_us: time(rows, () => scorer.margins(matrix, rows)),
    reference_single_us: time(2000, () => {
      for (let i = 0; i < 2000; i++) predictMargin(scored, matrix, i * features);
    }),
    onnxruntime_single_us: await timeOnnx(2000, 1),
    onnxruntime_batch_us: await timeOnnx(rows, 1000),
    explain_us: time(2000, () => {
      for (let i = 0; i < 2000; i++) explainer.attributions(row(i), attributions);
    }),
    protocol:
      `${rows} × ${features} synthetic rows; scoring 500 trees × 31 leaves, batches of 1 and ${rows} (ONNX Runtime 1,000, ` +
      'one thread); explaining 300 trees × 31 leaves of depth ≤ 7; best of 5',
  }),
);
