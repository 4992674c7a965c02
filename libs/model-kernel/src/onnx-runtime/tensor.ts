/** Element types that a session takes and gives, by NumPy's names. */
export type TensorType = 'float32' | 'float64' | 'int64' | 'int32' | 'bool' | 'string';

/** Values of a tensor, flat, in row-major order; bool as 0 and 1. */
export interface TensorValues {
  readonly float32: Float32Array;
  readonly float64: Float64Array;
  readonly int64: BigInt64Array;
  readonly int32: Int32Array;
  readonly bool: Uint8Array;
  readonly string: readonly string[];
}

/** A tensor of one of the types; `dims` multiply to the number of values. */
export type OnnxTensor = {
  readonly [Type in TensorType]: {
    readonly type: Type;
    readonly dims: readonly number[];
    readonly values: TensorValues[Type];
  };
}[TensorType];

const TENSOR_TYPES: ReadonlySet<string> = new Set<TensorType>([
  'float32',
  'float64',
  'int64',
  'int32',
  'bool',
  'string',
]);

export function isTensorType(type: string | undefined): type is TensorType {
  return type !== undefined && TENSOR_TYPES.has(type);
}

/** What a model takes or gives under a name. */
export interface TensorSpec {
  readonly name: string;
  readonly type: TensorType;
  /** A number, the name of a dimension that varies, or null for one without a name; absent when the rank is unknown. */
  readonly shape?: readonly (number | string | null)[];
}
