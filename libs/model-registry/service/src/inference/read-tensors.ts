import { DomainError } from '@bellwether/errors';
import type { OnnxTensor, TensorSpec, TensorType } from '@bellwether/model-kernel/onnx-runtime';
import { DATATYPES } from './datatype.js';
import type { InferInput } from './messages.js';

const MAX_DEPTH = 16;

/**
 * The tensors of a request, checked against what the model takes: every input once, of its type, with as many values as
 * its shape says, and its shape one that the model allows. A dimension with a name has one size throughout the request.
 *
 * @throws INVALID_ARGUMENT
 */
export function readTensors(inputs: readonly InferInput[], specs: readonly TensorSpec[]): Record<string, OnnxTensor> {
  const sizes = new Map<string, number>();
  const feeds = new Map<string, OnnxTensor>();
  for (const input of inputs) {
    const spec = specs.find(({ name }) => name === input.name);
    if (spec === undefined) throw refuse(input.name, `is unknown to the model; it takes ${namesOf(specs)}`);
    if (feeds.has(input.name)) throw refuse(input.name, 'is given twice');
    checkShape(input, spec, sizes);
    feeds.set(input.name, readTensor(input, spec.type));
  }
  const missing = specs.filter(({ name }) => !feeds.has(name));
  if (missing.length > 0) throw new DomainError('INVALID_ARGUMENT', `inputs must hold ${namesOf(missing)}`);
  return Object.fromEntries(feeds);
}

function checkShape({ name, shape }: InferInput, spec: TensorSpec, sizes: Map<string, number>): void {
  if (spec.shape === undefined) return;
  const wanted = `[${spec.shape.map((dim) => dim ?? -1).join(', ')}]`;
  if (shape.length !== spec.shape.length)
    throw refuse(name, `must have the shape ${wanted}, got [${shape.join(', ')}]`);
  spec.shape.forEach((dim, i) => {
    const size = shape[i]!;
    const expected = typeof dim === 'string' ? (sizes.get(dim) ?? size) : (dim ?? size);
    if (size !== expected) throw refuse(name, `must have the shape ${wanted}, got [${shape.join(', ')}]`);
    if (typeof dim === 'string') sizes.set(dim, size);
  });
}

function readTensor({ name, shape, datatype, data }: InferInput, type: TensorType): OnnxTensor {
  if (datatype !== DATATYPES[type]) throw refuse(name, `must have the datatype ${DATATYPES[type]}, got '${datatype}'`);
  const values = flatten(name, data);
  const count = shape.reduce((product, size) => product * size, 1);
  if (values.length !== count) {
    throw refuse(name, `must hold ${count} values for the shape [${shape.join(', ')}], got ${values.length}`);
  }
  return READERS[type](name, shape, values);
}

function flatten(name: string, data: readonly unknown[]): readonly unknown[] {
  let flat = data;
  for (let depth = 0; flat.some(Array.isArray); depth += 1) {
    if (depth === MAX_DEPTH) throw refuse(name, `must not be nested deeper than ${MAX_DEPTH}`);
    flat = flat.flat();
  }
  return flat;
}

type Reader = (name: string, dims: readonly number[], values: readonly unknown[]) => OnnxTensor;

const READERS: Record<TensorType, Reader> = {
  float32: (name, dims, values) => ({
    type: 'float32',
    dims,
    values: Float32Array.from(values, (value) => numberOf(name, value)),
  }),
  float64: (name, dims, values) => ({
    type: 'float64',
    dims,
    values: Float64Array.from(values, (value) => numberOf(name, value)),
  }),
  int64: (name, dims, values) => ({
    type: 'int64',
    dims,
    values: BigInt64Array.from(values, (value) => BigInt(integerOf(name, value, Number.MAX_SAFE_INTEGER))),
  }),
  int32: (name, dims, values) => ({
    type: 'int32',
    dims,
    values: Int32Array.from(values, (value) => integerOf(name, value, 2_147_483_647)),
  }),
  bool: (name, dims, values) => ({
    type: 'bool',
    dims,
    values: Uint8Array.from(values, (value) => (booleanOf(name, value) ? 1 : 0)),
  }),
  string: (name, dims, values) => ({ type: 'string', dims, values: values.map((value) => textOf(name, value)) }),
};

/** null is a missing value, which models know as NaN and JSON does not. */
function numberOf(name: string, value: unknown): number {
  if (value === null) return NaN;
  if (typeof value !== 'number') throw refuse(name, `must hold numbers, got ${shown(value)}`);
  return value;
}

function integerOf(name: string, value: unknown, most: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value > most || value < -most - 1) {
    throw refuse(name, `must hold whole numbers within its type, got ${shown(value)}`);
  }
  return value;
}

function booleanOf(name: string, value: unknown): boolean {
  if (typeof value !== 'boolean') throw refuse(name, `must hold true and false, got ${shown(value)}`);
  return value;
}

function textOf(name: string, value: unknown): string {
  if (typeof value !== 'string') throw refuse(name, `must hold strings, got ${shown(value)}`);
  return value;
}

function refuse(name: string, rule: string): DomainError {
  return new DomainError('INVALID_ARGUMENT', `input '${name.slice(0, 100)}' ${rule}`);
}

function namesOf(specs: readonly TensorSpec[]): string {
  return specs.map(({ name }) => `'${name}'`).join(', ');
}

function shown(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 60) ?? 'nothing';
}
