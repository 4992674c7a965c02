// The two ONNX models that benchmarks of ONNX sessions run: 300 trees of 31 leaves over 20 features, and a perceptron of
// 64 inputs and two hidden layers of 1,024.
import { createRng } from '@bellwether/model-kernel/numerics';
import { encodeModel, encodeTreeEnsemble, operator, tensor } from '@bellwether/model-kernel/onnx';
import { fitTrees } from '@bellwether/model-kernel/trees';

const FLOAT = 1;
const SEED = 20_260_301;

export const MODELS = {
  trees: { encode: encodeTrees, input: 'features', width: 20, what: '300 trees × 31 leaves, 20 features' },
  mlp: { encode: () => encodePerceptron(1_024), input: 'x', width: 64, what: 'perceptron 64 → 1,024 → 1,024 → 1' },
};

/** One input of `rows` rows. */
export function feedsOf({ input, width }, rows = 1) {
  const rng = createRng(SEED);
  const values = Float32Array.from({ length: rows * width }, () => rng.normal());
  return { [input]: { type: 'float32', dims: [rows, width], values } };
}

function encodeTrees() {
  const rng = createRng(SEED);
  const rows = 4_000;
  const features = 20;
  const matrix = Float32Array.from({ length: rows * features }, () => rng.normal());
  const labels = Float32Array.from({ length: rows }, (_, i) => (matrix[i * features] + rng.normal() > 0 ? 1 : 0));
  return encodeTreeEnsemble(
    fitTrees({ rows, features, matrix, labels }, { trees: 300, leaves: 31, learningRate: 0.05 }),
  );
}

function encodePerceptron(hidden) {
  const rng = createRng(SEED);
  const weights = (name, from, to) =>
    tensor(
      name,
      [from, to],
      Float32Array.from({ length: from * to }, () => rng.normal() / Math.sqrt(from)),
    );
  return encodeModel({
    name: 'perceptron',
    inputs: [valueOf('x', 64)],
    outputs: [valueOf('y', 1)],
    nodes: [
      operator('MatMul', ['x', 'w1'], ['a1']),
      operator('Relu', ['a1'], ['h1']),
      operator('MatMul', ['h1', 'w2'], ['a2']),
      operator('Relu', ['a2'], ['h2']),
      operator('MatMul', ['h2', 'w3'], ['y']),
    ],
    initializers: [weights('w1', 64, hidden), weights('w2', hidden, hidden), weights('w3', hidden, 1)],
    opsets: { '': 17 },
  });
}

function valueOf(name, width) {
  const dim = [{ dimParam: 'rows' }, { dimValue: width }];
  return { name, type: { tensorType: { elemType: FLOAT, shape: { dim } } } };
}
