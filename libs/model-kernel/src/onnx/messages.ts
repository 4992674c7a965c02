import onnxProto from 'onnx-proto';

/** The generated protobuf codec of ONNX 1.10. Later releases added fields that nothing here needs, and no other types. */
export const { ModelProto, TensorProto, AttributeProto, FunctionProto } = onnxProto.onnx;

export type Model = onnxProto.onnx.IModelProto;
export type Graph = onnxProto.onnx.IGraphProto;
export type Node = onnxProto.onnx.INodeProto;
export type Attribute = onnxProto.onnx.IAttributeProto;
export type Tensor = onnxProto.onnx.ITensorProto;
export type SparseTensor = onnxProto.onnx.ISparseTensorProto;
export type ValueInfo = onnxProto.onnx.IValueInfoProto;
export type TypeInfo = onnxProto.onnx.ITypeProto;

/** A 64-bit field as a number; protobufjs gives a Long where it can. */
export function toNumber(value: number | { toNumber(): number } | null | undefined): number {
  if (value === null || value === undefined) return 0;
  return typeof value === 'number' ? value : value.toNumber();
}
