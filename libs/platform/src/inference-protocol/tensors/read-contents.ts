import type { TensorType, TensorValues } from '@bellwether/model-kernel/onnx-runtime';
import { readText } from './read-text.js';
import { refuseInput, type TensorContents } from './tensor-input.js';
import { holds, type WholeType } from './whole-range.js';

type Reader<Type extends TensorType> = (name: string, contents: TensorContents) => TensorValues[Type];

/**
 * Values of a message's typed lists, from the list of the type.
 *
 * @throws INVALID_ARGUMENT for a number outside its type, text that is not UTF-8, or FP16, which has no list.
 */
export function readContents(name: string, type: TensorType, contents: TensorContents): TensorValues[TensorType] {
  return READERS[type](name, contents);
}

const READERS: { readonly [Type in TensorType]: Reader<Type> } = {
  float16: (name) => {
    throw refuseInput(name, 'must be given as raw contents: FP16 has no list of its own');
  },
  float32: (_name, { fp32_contents }) => Float32Array.from(fp32_contents),
  float64: (_name, { fp64_contents }) => Float64Array.from(fp64_contents),
  int8: (name, { int_contents }) => Int8Array.from(within(name, 'int8', int_contents)),
  int16: (name, { int_contents }) => Int16Array.from(within(name, 'int16', int_contents)),
  int32: (_name, { int_contents }) => Int32Array.from(int_contents),
  int64: (_name, { int64_contents }) => BigInt64Array.from(int64_contents, BigInt),
  uint8: (name, { uint_contents }) => Uint8Array.from(within(name, 'uint8', uint_contents)),
  uint16: (name, { uint_contents }) => Uint16Array.from(within(name, 'uint16', uint_contents)),
  uint32: (_name, { uint_contents }) => Uint32Array.from(uint_contents),
  uint64: (_name, { uint64_contents }) => BigUint64Array.from(uint64_contents, BigInt),
  bool: (_name, { bool_contents }) => Uint8Array.from(bool_contents, Number),
  string: (name, { bytes_contents }) => bytes_contents.map((bytes) => readText(name, bytes)),
};

/** Smaller types travel in a list of 32 bits. */
function within(name: string, type: WholeType, values: readonly number[]): readonly number[] {
  const outside = values.find((value) => !holds(type, value));
  if (outside !== undefined) throw refuseInput(name, `must hold whole numbers within its type, got ${outside}`);
  return values;
}
