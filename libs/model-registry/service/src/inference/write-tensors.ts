import type { OnnxTensor, TensorSpec } from '@bellwether/model-kernel/onnx-runtime';
import { DATATYPES } from './datatype.js';
import type { InferOutput, TensorMetadata } from './messages.js';

export function tensorMetadata({ name, type, shape }: TensorSpec): TensorMetadata {
  return { name, datatype: DATATYPES[type], shape: (shape ?? []).map((dim) => (typeof dim === 'number' ? dim : -1)) };
}

/** A tensor as JSON: flat, integers of 64 bits as numbers, exact up to 2^53. */
export function writeTensor(name: string, tensor: OnnxTensor): InferOutput {
  return { name, shape: tensor.dims, datatype: DATATYPES[tensor.type], data: dataOf(tensor) };
}

function dataOf(tensor: OnnxTensor): InferOutput['data'] {
  switch (tensor.type) {
    case 'float32':
    case 'float64':
      return Array.from(tensor.values, (value) => (Number.isFinite(value) ? value : null));
    case 'int64':
      return Array.from(tensor.values, Number);
    case 'int32':
      return [...tensor.values];
    case 'bool':
      return Array.from(tensor.values, (value) => value !== 0);
    case 'string':
      return tensor.values;
  }
}
