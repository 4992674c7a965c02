import type { TensorType, TensorValues } from '@bellwether/model-kernel/onnx-runtime';
import { readText } from './read-text.js';
import { refuseInput } from './tensor-input.js';

type ArrayType = Exclude<TensorType, 'string'>;

const ARRAYS = {
  float16: Uint16Array,
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
} as const satisfies Record<ArrayType, unknown>;

/** Bytes of the length before each element of BYTES. */
const LENGTH_BYTES = 4;

/**
 * Values in bytes: little-endian, row-major, without gaps; before each element of BYTES its length in 4 bytes. The machines
 * that this runs on are little-endian too.
 *
 * @throws INVALID_ARGUMENT when the bytes are not those of so many values.
 */
export function readRaw(name: string, type: TensorType, bytes: Uint8Array, count: number): TensorValues[TensorType] {
  if (type === 'string') return readTexts(name, bytes, count);
  const Values = ARRAYS[type];
  const expected = count * Values.BYTES_PER_ELEMENT;
  if (bytes.byteLength !== expected) {
    throw refuseInput(name, `must hold ${expected} bytes for its shape, got ${bytes.byteLength}`);
  }
  // A copy: a typed array must begin at a multiple of its element's size, and bytes within a body seldom do.
  const values = new Values(new Uint8Array(bytes).buffer);
  if (type === 'bool' && (values as Uint8Array).some((value) => value > 1)) {
    throw refuseInput(name, 'must hold bytes of 0 and 1');
  }
  return values;
}

function readTexts(name: string, bytes: Uint8Array, count: number): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const texts: string[] = [];
  let at = 0;
  while (at < bytes.byteLength) {
    const from = at + LENGTH_BYTES;
    const to = from <= bytes.byteLength ? from + view.getUint32(at, true) : Infinity;
    if (to > bytes.byteLength)
      throw refuseInput(name, `must hold whole elements, and ends within number ${texts.length}`);
    if (texts.length === count) throw refuseInput(name, `must hold ${count} values for its shape, got more`);
    texts.push(readText(name, bytes.subarray(from, to)));
    at = to;
  }
  return texts;
}
