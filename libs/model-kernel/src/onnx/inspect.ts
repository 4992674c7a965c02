import { DomainError } from '@bellwether/errors';
import { decodeModel } from './decode-model.js';
import { operatorDomains } from './operator-domains.js';
import {
  TensorProto,
  toNumber,
  type Graph,
  type Model,
  type Node,
  type SparseTensor,
  type Tensor,
  type TypeInfo,
  type ValueInfo,
} from './messages.js';

/** An input or output as its file declares it. */
export interface OnnxValue {
  readonly name: string;
  /** Tensors have an element type; other kinds are rare and few servers take them. */
  readonly kind: 'tensor' | 'sequence' | 'map' | 'optional' | 'sparse';
  /** NumPy's name of the element type, `string` for text; absent unless a tensor. */
  readonly dtype?: string;
  /** A number, the name of a symbolic dimension, or null for one that is unnamed; absent when the rank is unknown. */
  readonly shape?: readonly (number | string | null)[];
}

export interface OnnxSummary {
  /** What the caller must feed: weights that older files list among the inputs are left out. */
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  /** Operator set version by domain; '' is ONNX's own. */
  readonly opsets: Readonly<Record<string, number>>;
  readonly irVersion: number;
  readonly producer: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** Operators of the graph, its subgraphs and functions. */
  readonly nodeCount: number;
  /** Domains of the operators that a runtime has to know, the file's own functions left out. */
  readonly operatorDomains: readonly string[];
  /** Always false: a file that points to others is refused. */
  readonly hasExternalData: false;
}

const { DataType, DataLocation } = TensorProto;

/** Element types by code; sizes in bytes, 0 where a tensor is not an array of fixed-size elements. */
const ELEMENTS = new Map<number, { readonly dtype: string; readonly bytes: number }>([
  [DataType.FLOAT, { dtype: 'float32', bytes: 4 }],
  [DataType.UINT8, { dtype: 'uint8', bytes: 1 }],
  [DataType.INT8, { dtype: 'int8', bytes: 1 }],
  [DataType.UINT16, { dtype: 'uint16', bytes: 2 }],
  [DataType.INT16, { dtype: 'int16', bytes: 2 }],
  [DataType.INT32, { dtype: 'int32', bytes: 4 }],
  [DataType.INT64, { dtype: 'int64', bytes: 8 }],
  [DataType.STRING, { dtype: 'string', bytes: 0 }],
  [DataType.BOOL, { dtype: 'bool', bytes: 1 }],
  [DataType.FLOAT16, { dtype: 'float16', bytes: 2 }],
  [DataType.DOUBLE, { dtype: 'float64', bytes: 8 }],
  [DataType.UINT32, { dtype: 'uint32', bytes: 4 }],
  [DataType.UINT64, { dtype: 'uint64', bytes: 8 }],
  [DataType.COMPLEX64, { dtype: 'complex64', bytes: 8 }],
  [DataType.COMPLEX128, { dtype: 'complex128', bytes: 16 }],
  [DataType.BFLOAT16, { dtype: 'bfloat16', bytes: 2 }],
  // ONNX 1.14 and later; the codec has no names for them.
  [17, { dtype: 'float8e4m3fn', bytes: 1 }],
  [18, { dtype: 'float8e4m3fnuz', bytes: 1 }],
  [19, { dtype: 'float8e5m2', bytes: 1 }],
  [20, { dtype: 'float8e5m2fnuz', bytes: 1 }],
  [21, { dtype: 'uint4', bytes: 0 }],
  [22, { dtype: 'int4', bytes: 0 }],
  [23, { dtype: 'float4e2m1', bytes: 0 }],
]);

/** Deepest nesting of graphs within control-flow operators. */
const MAX_DEPTH = 32;

function refuse(rule: string): DomainError {
  return new DomainError('INVALID_ARGUMENT', `model must be self-contained and well-formed: ${rule}`);
}

function checkTensor(tensor: Tensor): void {
  const name = tensor.name ?? '';
  if (tensor.dataLocation === DataLocation.EXTERNAL || (tensor.externalData?.length ?? 0) > 0) {
    throw refuse(`tensor ${name} has its data in another file`);
  }
  const element = ELEMENTS.get(tensor.dataType ?? 0);
  if (element === undefined) throw refuse(`tensor ${name} has the unknown element type ${tensor.dataType}`);
  let elements = 1;
  for (const dim of (tensor.dims ?? []).map(toNumber)) {
    if (!(dim >= 0)) throw refuse(`tensor ${name} has the dimension ${dim}`);
    elements *= dim;
  }
  if (!Number.isSafeInteger(elements)) throw refuse(`tensor ${name} has more elements than can be counted`);
  const raw = tensor.rawData?.length ?? 0;
  if (raw > 0 && element.bytes > 0 && raw !== elements * element.bytes) {
    throw refuse(`tensor ${name} holds ${raw} bytes, its shape needs ${elements * element.bytes}`);
  }
}

function checkSparse({ values, indices }: SparseTensor): void {
  if (values) checkTensor(values);
  if (indices) checkTensor(indices);
}

/** Checks every tensor below a list of operators; returns how many operators there are. */
function checkNodes(nodes: readonly Node[], depth: number): number {
  let count = nodes.length;
  for (const { attribute = [] } of nodes) {
    for (const { t, g, tensors, graphs, sparseTensor, sparseTensors } of attribute ?? []) {
      for (const tensor of [...(t ? [t] : []), ...(tensors ?? [])]) checkTensor(tensor);
      for (const sparse of [...(sparseTensor ? [sparseTensor] : []), ...(sparseTensors ?? [])]) checkSparse(sparse);
      for (const graph of [...(g ? [g] : []), ...(graphs ?? [])]) count += checkGraph(graph, depth + 1);
    }
  }
  return count;
}

function checkGraph(graph: Graph, depth: number): number {
  if (depth > MAX_DEPTH) throw refuse(`graphs are nested more than ${MAX_DEPTH} deep`);
  graph.initializer?.forEach(checkTensor);
  graph.sparseInitializer?.forEach(checkSparse);
  return checkNodes(graph.node ?? [], depth);
}

/** Every graph of the file: the model's own, those of its functions and of its training steps. */
function checkModel(model: Model, graph: Graph): number {
  let count = checkGraph(graph, 0);
  for (const { node } of model.functions ?? []) count += checkNodes(node ?? [], 0);
  for (const { initialization, algorithm } of model.trainingInfo ?? []) {
    for (const part of [initialization, algorithm]) if (part) count += checkGraph(part, 0);
  }
  return count;
}

function describeType(name: string, type: TypeInfo): OnnxValue {
  if (type.sequenceType) return { name, kind: 'sequence' };
  if (type.mapType) return { name, kind: 'map' };
  if (type.optionalType) return { name, kind: 'optional' };
  const tensorType = type.tensorType ?? type.sparseTensorType;
  const element = ELEMENTS.get(tensorType?.elemType ?? 0);
  if (!tensorType || element === undefined) throw refuse(`value ${name} has no known type`);
  const shape = tensorType.shape?.dim?.map(({ dimValue, dimParam }) => {
    if (dimParam) return dimParam;
    if (dimValue === null || dimValue === undefined) return null;
    const size = toNumber(dimValue);
    // Some exporters write −1 for a dimension that they do not know, which the format does not provide for.
    if (size === -1) return null;
    if (!(Number.isSafeInteger(size) && size >= 0)) throw refuse(`value ${name} has the dimension ${size}`);
    return size;
  });
  return {
    ...{ name, kind: type.tensorType ? 'tensor' : 'sparse', dtype: element.dtype },
    ...(tensorType.shape ? { shape: shape ?? [] } : {}),
  };
}

function describeValues(kind: string, values: readonly ValueInfo[]): OnnxValue[] {
  const names = new Set<string>();
  return values.map(({ name, type }) => {
    if (!name || names.has(name)) throw refuse(`${kind} must have distinct names, got ${JSON.stringify(name ?? '')}`);
    names.add(name);
    if (!type) throw refuse(`value ${name} has no type`);
    return describeType(name, type);
  });
}

/**
 * Reads what an ONNX file asks for and gives, without running it: fit for files from strangers.
 *
 * @throws INVALID_ARGUMENT when the bytes are no ONNX model, a tensor disagrees with its shape, or data lie in other files.
 */
export function inspectOnnx(bytes: Uint8Array): OnnxSummary {
  const model = decodeModel(bytes);
  const graph = model.graph ?? {};
  const nodeCount = checkModel(model, graph);
  const weights = new Set((graph.initializer ?? []).map(({ name }) => name));
  const outputs = describeValues('outputs', graph.output ?? []);
  if (outputs.length === 0) throw refuse('it has no output');
  return {
    inputs: describeValues(
      'inputs',
      (graph.input ?? []).filter(({ name }) => !weights.has(name)),
    ),
    outputs,
    opsets: Object.fromEntries((model.opsetImport ?? []).map((o) => [o.domain ?? '', toNumber(o.version)])),
    irVersion: toNumber(model.irVersion),
    producer: [model.producerName, model.producerVersion].filter(Boolean).join(' '),
    metadata: Object.fromEntries((model.metadataProps ?? []).map((p) => [p.key ?? '', p.value ?? ''])),
    nodeCount,
    operatorDomains: operatorDomains(model),
    hasExternalData: false,
  };
}
