import { DomainError } from '@bellwether/errors';
import { checkWire } from './check-wire.js';
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
  checkWire(bytes);
  let model: Model;
  try {
    model = ModelProto.decode(bytes);
  } catch (cause) {
    // Text that is no UTF-8, and what else a codec may find.
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
