import type { TensorType } from '@bellwether/model-kernel/onnx-runtime';

/** Element types by the protocol's names. */
export type Datatype =
  | 'BOOL'
  | 'UINT8'
  | 'UINT16'
  | 'UINT32'
  | 'UINT64'
  | 'INT8'
  | 'INT16'
  | 'INT32'
  | 'INT64'
  | 'FP16'
  | 'FP32'
  | 'FP64'
  | 'BYTES';

/** The protocol's name of each element type. */
export const DATATYPES: Readonly<Record<TensorType, Datatype>> = {
  ...{ bool: 'BOOL', string: 'BYTES' },
  ...{ uint8: 'UINT8', uint16: 'UINT16', uint32: 'UINT32', uint64: 'UINT64' },
  ...{ int8: 'INT8', int16: 'INT16', int32: 'INT32', int64: 'INT64' },
  ...{ float16: 'FP16', float32: 'FP32', float64: 'FP64' },
};
