import type { OnnxTensor } from '@bellwether/model-kernel/onnx-runtime';

/** A tensor as the one list of a message's contents that its type has; FP16 has none and is written raw. */
export function writeContents(tensor: OnnxTensor): Record<string, readonly unknown[]> {
  switch (tensor.type) {
    case 'float32':
      return { fp32_contents: [...tensor.values] };
    case 'float64':
      return { fp64_contents: [...tensor.values] };
    case 'int8':
    case 'int16':
    case 'int32':
      return { int_contents: [...tensor.values] };
    case 'int64':
      return { int64_contents: Array.from(tensor.values, String) };
    case 'uint8':
    case 'uint16':
    case 'uint32':
      return { uint_contents: [...tensor.values] };
    case 'uint64':
      return { uint64_contents: Array.from(tensor.values, String) };
    case 'bool':
      return { bool_contents: Array.from(tensor.values, Boolean) };
    case 'string':
      return { bytes_contents: tensor.values.map((text) => Buffer.from(text, 'utf8')) };
    case 'float16':
      return {};
  }
}
