export { decodeTreeEnsemble } from './decode-trees.js';
export { encodeTreeEnsemble, type EncodeTreesOptions, type ProbabilityOutput } from './encode-trees.js';
export { inspectOnnx, type OnnxSummary, type OnnxValue } from './inspect.js';
export {
  encodeModel,
  floatAttribute,
  floatValue,
  intAttribute,
  intsAttribute,
  operator,
  tensor,
  tensorAttribute,
  type ModelParts,
  type TensorData,
} from './model-builder.js';
export type { Attribute, Node, Tensor, ValueInfo } from './messages.js';
