export { openSession, type OnnxSession } from './open-session.js';
export type { OnnxTensor, TensorSpec, TensorType, TensorValues } from './tensor.js';
