import type { TensorType } from '@bellwether/model-kernel/onnx-runtime';

/** The protocol's name of each element type. */
export const DATATYPES: Record<TensorType, Datatype> = {
  float32: 'FP32',
  float64: 'FP64',
  int64: 'INT64',
  int32: 'INT32',
  bool: 'BOOL',
  string: 'BYTES',
};

export type Datatype = 'FP32' | 'FP64' | 'INT64' | 'INT32' | 'BOOL' | 'BYTES';
