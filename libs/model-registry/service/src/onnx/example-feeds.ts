import { DomainError } from '@bellwether/errors';
import type { OnnxTensor, TensorSpec } from '@bellwether/model-kernel/onnx-runtime';

/** Most values of one input: an example is there to see the model run, not to fill the memory. */
const MAX_ELEMENTS = 4_194_304;

/**
 * Zeros, and empty texts, that fit the inputs of a model.
 *
 * @param open the size that dimensions take which the model leaves open.
 * @throws INVALID_ARGUMENT for an input that asks for more values than an example may have.
 */
export function exampleFeeds(inputs: readonly TensorSpec[], open: number): Record<string, OnnxTensor> {
  return Object.fromEntries(inputs.map((input) => [input.name, example(input, open)]));
}

function example({ name, type, shape = [null] }: TensorSpec, open: number): OnnxTensor {
  const dims = shape.map((dim) => (typeof dim === 'number' ? dim : open));
  const size = dims.reduce((product, dim) => product * dim, 1);
  if (size > MAX_ELEMENTS) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `input ${name} must take at most ${MAX_ELEMENTS} values, it takes ${size}`,
    );
  }
  switch (type) {
    case 'float32':
      return { type, dims, values: new Float32Array(size) };
    case 'float64':
      return { type, dims, values: new Float64Array(size) };
    case 'int64':
      return { type, dims, values: new BigInt64Array(size) };
    case 'int32':
      return { type, dims, values: new Int32Array(size) };
    case 'bool':
      return { type, dims, values: new Uint8Array(size) };
    case 'string':
      return { type, dims, values: Array<string>(size).fill('') };
  }
}
