import { DomainError } from '@bellwether/errors';
import { ModelProto, toNumber, type Model } from './messages.js';

/** Most bytes of a model that is read whole: what a protobuf message can be. */
export const MAX_MODEL_BYTES = 2 ** 31 - 1;

/**
 * Decodes the outer message.
 *
 * @throws INVALID_ARGUMENT when the bytes are no ONNX model.
 */
export function decodeModel(bytes: Uint8Array): Model {
  if (bytes.length === 0 || bytes.length > MAX_MODEL_BYTES) {
    throw new DomainError('INVALID_ARGUMENT', `bytes must hold 1–${MAX_MODEL_BYTES} bytes, got ${bytes.length}`);
  }
  let model: Model;
  try {
    model = ModelProto.decode(bytes);
  } catch (cause) {
    // Truncated or foreign bytes, or nesting deeper than the stack.
    throw new DomainError('INVALID_ARGUMENT', 'bytes must be an ONNX model, and do not decode as one', { cause });
  }
  if (!model.graph || !(toNumber(model.irVersion) >= 1) || !model.opsetImport?.length) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      'bytes must be an ONNX model, and lack its graph, version or operator sets',
    );
  }
  return model;
}
