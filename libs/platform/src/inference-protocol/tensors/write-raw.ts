import type { OnnxTensor } from '@bellwether/model-kernel/onnx-runtime';

const LENGTH_BYTES = 4;

/** A tensor in bytes, as `readRaw` reads it. */
export function writeRaw(tensor: OnnxTensor): Buffer {
  if (tensor.type !== 'string') {
    const { buffer, byteOffset, byteLength } = tensor.values;
    return Buffer.from(buffer, byteOffset, byteLength);
  }
  const texts = tensor.values.map((text) => Buffer.from(text, 'utf8'));
  return Buffer.concat(texts.flatMap((text) => [lengthOf(text), text]));
}

function lengthOf(text: Buffer): Buffer {
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(text.byteLength);
  return length;
}
