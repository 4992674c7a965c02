import { DomainError } from '@bellwether/errors';
import type { OnnxTensor, TensorSpec, TensorType, TensorValues } from '@bellwether/model-kernel/onnx-runtime';

/** Most values of one input: an example is there to see the model run, not to fill the memory. */
const MAX_ELEMENTS = 4_194_304;

const ZEROS: { readonly [Type in TensorType]: (size: number) => TensorValues[Type] } = {
  float16: (size) => new Uint16Array(size),
  float32: (size) => new Float32Array(size),
  float64: (size) => new Float64Array(size),
  int8: (size) => new Int8Array(size),
  int16: (size) => new Int16Array(size),
  int32: (size) => new Int32Array(size),
  int64: (size) => new BigInt64Array(size),
  uint8: (size) => new Uint8Array(size),
  uint16: (size) => new Uint16Array(size),
  uint32: (size) => new Uint32Array(size),
  uint64: (size) => new BigUint64Array(size),
  bool: (size) => new Uint8Array(size),
  string: (size) => Array<string>(size).fill(''),
};

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
  return { type, dims, values: ZEROS[type](size) } as OnnxTensor;
}
