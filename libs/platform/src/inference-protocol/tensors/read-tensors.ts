import { DomainError } from '@bellwether/errors';
import type { OnnxTensor, TensorSpec, TensorType, TensorValues } from '@bellwether/model-kernel/onnx-runtime';
import { DATATYPES } from './datatype.js';
import { readContents } from './read-contents.js';
import { readJson } from './read-json.js';
import { readRaw } from './read-raw.js';
import { refuseInput, type TensorInput } from './tensor-input.js';

/**
 * The tensors of a request, checked against what the model takes: every input once, of its type, with as many values as
 * its shape says, and its shape one that the model allows. A dimension with a name has one size throughout the request.
 *
 * @throws INVALID_ARGUMENT
 */
export function readTensors(inputs: readonly TensorInput[], specs: readonly TensorSpec[]): Record<string, OnnxTensor> {
  const sizes = new Map<string, number>();
  const feeds = new Map<string, OnnxTensor>();
  for (const input of inputs) {
    const spec = specs.find(({ name }) => name === input.name);
    if (spec === undefined) throw refuseInput(input.name, `is unknown to the model; it takes ${namesOf(specs)}`);
    if (feeds.has(input.name)) throw refuseInput(input.name, 'is given twice');
    checkShape(input, spec, sizes);
    feeds.set(input.name, readTensor(input, spec.type));
  }
  const missing = specs.filter(({ name }) => !feeds.has(name));
  if (missing.length > 0) throw new DomainError('INVALID_ARGUMENT', `inputs must hold ${namesOf(missing)}`);
  return Object.fromEntries(feeds);
}

function checkShape({ name, shape }: TensorInput, spec: TensorSpec, sizes: Map<string, number>): void {
  const negative = shape.find((size) => !Number.isSafeInteger(size) || size < 0);
  if (negative !== undefined) throw refuseInput(name, `must have sizes of 0 or more, got [${shape.join(', ')}]`);
  if (spec.shape === undefined) return;
  const wanted = `[${spec.shape.map((dim) => dim ?? -1).join(', ')}]`;
  const refuse = () => refuseInput(name, `must have the shape ${wanted}, got [${shape.join(', ')}]`);
  if (shape.length !== spec.shape.length) throw refuse();
  spec.shape.forEach((dim, i) => {
    const size = shape[i]!;
    const expected = typeof dim === 'string' ? (sizes.get(dim) ?? size) : (dim ?? size);
    if (size !== expected) throw refuse();
    if (typeof dim === 'string') sizes.set(dim, size);
  });
}

function readTensor(input: TensorInput, type: TensorType): OnnxTensor {
  const { name, shape, datatype } = input;
  if (datatype !== DATATYPES[type]) {
    throw refuseInput(name, `must have the datatype ${DATATYPES[type]}, got '${datatype.slice(0, 20)}'`);
  }
  const count = shape.reduce((product, size) => product * size, 1);
  const values = valuesOf(input, type, count);
  if (values.length !== count) {
    throw refuseInput(name, `must hold ${count} values for the shape [${shape.join(', ')}], got ${values.length}`);
  }
  // The type tells which array it is; TypeScript cannot follow from one to the other.
  return { type, dims: shape, values } as OnnxTensor;
}

/** @param count values that the shape has: bytes are told apart by it, and lists are counted before they are read. */
function valuesOf({ name, data }: TensorInput, type: TensorType, count: number): TensorValues[TensorType] {
  switch (data.kind) {
    case 'json':
      return readJson(name, type, data.values, count);
    case 'raw':
      return readRaw(name, type, data.bytes, count);
    case 'contents':
      return readContents(name, type, data.contents);
  }
}

const namesOf = (specs: readonly TensorSpec[]): string => specs.map(({ name }) => `'${name}'`).join(', ');
