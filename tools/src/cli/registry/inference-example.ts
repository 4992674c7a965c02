import type { OnnxValue } from '@bellwether/model-kernel/onnx';

/** Names of element types in the Open Inference Protocol, by NumPy's. */
const DATATYPES: Readonly<Record<string, string>> = {
  bool: 'BOOL',
  uint8: 'UINT8',
  uint16: 'UINT16',
  uint32: 'UINT32',
  uint64: 'UINT64',
  int8: 'INT8',
  int16: 'INT16',
  int32: 'INT32',
  int64: 'INT64',
  float16: 'FP16',
  float32: 'FP32',
  float64: 'FP64',
  string: 'BYTES',
};

/** A tensor of a request in the Open Inference Protocol. */
export interface ExampleTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly datatype: string;
  readonly data: readonly (number | boolean | string)[];
}

/** A longer example would hide the command around it. */
const MOST_VALUES = 64;

/** A request that fits a model's inputs: open dimensions are 1, numbers 0. Undefined where that would be too long. */
export function exampleRequest(
  inputs: readonly OnnxValue[],
): { readonly inputs: readonly ExampleTensor[] } | undefined {
  const tensors = inputs.map(exampleTensor);
  return tensors.every((tensor) => tensor !== undefined) ? { inputs: tensors } : undefined;
}

function exampleTensor({ name, dtype, shape }: OnnxValue): ExampleTensor | undefined {
  const datatype = DATATYPES[dtype ?? ''];
  if (datatype === undefined) return undefined;
  const dims = (shape ?? [1]).map((dim) => (typeof dim === 'number' ? dim : 1));
  const size = dims.reduce((product, dim) => product * dim, 1);
  if (size > MOST_VALUES) return undefined;
  const blank = datatype === 'BYTES' ? '' : datatype === 'BOOL' ? false : 0;
  return { name, shape: dims, datatype, data: Array<typeof blank>(size).fill(blank) };
}

/** `float32 [n, 30]`, as a signature shows it. */
export function valueType({ kind, dtype, shape }: OnnxValue): string {
  if (kind !== 'tensor') return kind;
  const dims = shape === undefined ? 'any shape' : `[${shape.map((dim) => dim ?? '?').join(', ')}]`;
  return `${dtype} ${dims}`;
}
