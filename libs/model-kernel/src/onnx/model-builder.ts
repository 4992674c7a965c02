import {
  AttributeProto,
  ModelProto,
  TensorProto,
  type Attribute,
  type Node,
  type Tensor,
  type ValueInfo,
} from './messages.js';

const ELEMENT = TensorProto.DataType;
const KIND = AttributeProto.AttributeType;

/** Typed arrays that have an ONNX element type. */
export type TensorData = Float32Array | Float64Array | Int32Array | Uint8Array | BigInt64Array;

function elementType(data: TensorData): number {
  if (data instanceof Float32Array) return ELEMENT.FLOAT;
  if (data instanceof Float64Array) return ELEMENT.DOUBLE;
  if (data instanceof Int32Array) return ELEMENT.INT32;
  if (data instanceof Uint8Array) return ELEMENT.UINT8;
  return ELEMENT.INT64;
}

/** Name and f32 tensor shape of an input or output; a string is a symbolic dimension. */
export function floatValue(name: string, shape: readonly (number | string)[]): ValueInfo {
  const dim = shape.map((d) => (typeof d === 'string' ? { dimParam: d } : { dimValue: d }));
  return { name, type: { tensorType: { elemType: ELEMENT.FLOAT, shape: { dim } } } };
}

/** A tensor; its bytes are copied as they lie, little-endian on every platform that Node runs on. */
export function tensor(name: string, dims: readonly number[], data: TensorData): Tensor {
  return {
    ...{ name, dims: [...dims], dataType: elementType(data) },
    rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice(),
  };
}

export function intAttribute(name: string, value: number): Attribute {
  return { name, type: KIND.INT, i: value };
}

export function intsAttribute(name: string, values: ArrayLike<number>): Attribute {
  return { name, type: KIND.INTS, ints: Array.from(values) };
}

export function floatAttribute(name: string, value: number): Attribute {
  return { name, type: KIND.FLOAT, f: value };
}

export function tensorAttribute(name: string, data: TensorData): Attribute {
  return { name, type: KIND.TENSOR, t: tensor(name, [data.length], data) };
}

/** An operator; the node is called after its first output. */
export function operator(
  opType: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: readonly Attribute[] = [],
  domain = '',
): Node {
  return {
    ...{ opType, domain, name: outputs[0] ?? opType },
    ...{ input: [...inputs], output: [...outputs], attribute: [...attributes] },
  };
}

export interface ModelParts {
  readonly name: string;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly nodes: readonly Node[];
  readonly initializers?: readonly Tensor[];
  /** Operator set version by domain; '' is ONNX's own. */
  readonly opsets: Readonly<Record<string, number>>;
  /** Kept in the file in this order. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Default 10, that of ONNX 1.16. */
  readonly irVersion?: number;
}

/** The bytes of a model; the same parts give the same bytes. */
export function encodeModel(parts: ModelParts): Uint8Array {
  const bytes = ModelProto.encode({
    irVersion: parts.irVersion ?? 10,
    producerName: 'bellwether',
    opsetImport: Object.entries(parts.opsets).map(([domain, version]) => ({ domain, version })),
    metadataProps: Object.entries(parts.metadata ?? {}).map(([key, value]) => ({ key, value })),
    graph: {
      name: parts.name,
      node: [...parts.nodes],
      input: [...parts.inputs],
      output: [...parts.outputs],
      initializer: [...(parts.initializers ?? [])],
    },
  }).finish();
  // protobufjs may hand out a view of a pooled buffer.
  return new Uint8Array(bytes);
}
