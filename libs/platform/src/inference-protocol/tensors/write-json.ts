import type { OnnxTensor } from '@bellwether/model-kernel/onnx-runtime';
import { fromHalf } from './half.js';

/**
 * The values of a tensor as the text of a JSON list, flat, each digit of 64 bits in it. JSON has no NaN and no infinity:
 * they are null, as a missing value is in a request.
 */
export function writeJson(tensor: OnnxTensor): string {
  switch (tensor.type) {
    case 'float16':
      return listOf(Array.from(tensor.values, fromHalf));
    case 'float32':
    case 'float64':
      return listOf(tensor.values);
    case 'bool':
      return `[${Array.from(tensor.values, (value) => value !== 0).join(',')}]`;
    case 'string':
      return JSON.stringify(tensor.values);
    default:
      return `[${tensor.values.join(',')}]`;
  }
}

function listOf(values: Float32Array | Float64Array | readonly number[]): string {
  return `[${Array.from(values, (value) => (Number.isFinite(value) ? String(value) : 'null')).join(',')}]`;
}
