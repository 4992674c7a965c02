import type { TensorType, TensorValues } from '@bellwether/model-kernel/onnx-runtime';
import { LongInteger } from '../exact-json.js';
import { toHalf } from './half.js';
import { refuseInput } from './tensor-input.js';
import { holds, type WholeType } from './whole-range.js';

const MAX_DEPTH = 16;

type Reader<Type extends TensorType> = (name: string, values: readonly unknown[]) => TensorValues[Type];

/**
 * Values of JSON, flat in row-major order or nested as the shape has it. null is a missing value, which models know as
 * NaN and JSON does not.
 *
 * @param count how many there ought to be; more are not read.
 * @throws INVALID_ARGUMENT naming what does not fit the type.
 */
export function readJson(
  name: string,
  type: TensorType,
  values: readonly unknown[],
  count: number,
): TensorValues[TensorType] {
  const flat = flatten(name, values);
  if (flat.length !== count) throw refuseInput(name, `must hold ${count} values for its shape, got ${flat.length}`);
  return READERS[type](name, flat);
}

const READERS: { readonly [Type in TensorType]: Reader<Type> } = {
  float16: (name, values) => Uint16Array.from(values, (value) => toHalf(numberOf(name, value))),
  float32: (name, values) => Float32Array.from(values, (value) => numberOf(name, value)),
  float64: (name, values) => Float64Array.from(values, (value) => numberOf(name, value)),
  int8: (name, values) => Int8Array.from(values, (value) => wholeOf(name, value, 'int8')),
  int16: (name, values) => Int16Array.from(values, (value) => wholeOf(name, value, 'int16')),
  int32: (name, values) => Int32Array.from(values, (value) => wholeOf(name, value, 'int32')),
  int64: (name, values) => BigInt64Array.from(values, (value) => longOf(name, value, 'int64')),
  uint8: (name, values) => Uint8Array.from(values, (value) => wholeOf(name, value, 'uint8')),
  uint16: (name, values) => Uint16Array.from(values, (value) => wholeOf(name, value, 'uint16')),
  uint32: (name, values) => Uint32Array.from(values, (value) => wholeOf(name, value, 'uint32')),
  uint64: (name, values) => BigUint64Array.from(values, (value) => longOf(name, value, 'uint64')),
  bool: (name, values) => Uint8Array.from(values, (value) => (booleanOf(name, value) ? 1 : 0)),
  string: (name, values) => values.map((value) => textOf(name, value)),
};

function flatten(name: string, values: readonly unknown[]): readonly unknown[] {
  let flat = values;
  for (let depth = 0; flat.some(Array.isArray); depth += 1) {
    if (depth === MAX_DEPTH) throw refuseInput(name, `must not be nested deeper than ${MAX_DEPTH}`);
    flat = flat.flat();
  }
  return flat;
}

function numberOf(name: string, value: unknown): number {
  if (value === null) return NaN;
  if (value instanceof LongInteger) return Number(value.digits);
  if (typeof value !== 'number') throw refuseInput(name, `must hold numbers, got ${shown(value)}`);
  return value;
}

function wholeOf(name: string, value: unknown, type: WholeType): number {
  if (typeof value === 'number' && Number.isInteger(value) && holds(type, value)) return value;
  throw refuseInput(name, `must hold whole numbers within its type, got ${shown(value)}`);
}

function longOf(name: string, value: unknown, type: 'int64' | 'uint64'): bigint {
  if (typeof value === 'number' && Number.isSafeInteger(value) && holds(type, value)) return BigInt(value);
  if (value instanceof LongInteger && holds(type, BigInt(value.digits))) return BigInt(value.digits);
  throw refuseInput(name, `must hold whole numbers within its type, got ${shown(value)}`);
}

function booleanOf(name: string, value: unknown): boolean {
  if (typeof value !== 'boolean') throw refuseInput(name, `must hold true and false, got ${shown(value)}`);
  return value;
}

function textOf(name: string, value: unknown): string {
  if (typeof value !== 'string') throw refuseInput(name, `must hold strings, got ${shown(value)}`);
  return value;
}

function shown(value: unknown): string {
  if (value instanceof LongInteger) return value.digits.slice(0, 60);
  return JSON.stringify(value)?.slice(0, 60) ?? 'nothing';
}
