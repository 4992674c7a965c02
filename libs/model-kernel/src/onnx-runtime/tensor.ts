/** Values of a tensor, flat, in row-major order; bool as 0 and 1, float16 as its bits (IEEE 754 binary16). */
export interface TensorValues {
  readonly float16: Uint16Array;
  readonly float32: Float32Array;
  readonly float64: Float64Array;
  readonly int8: Int8Array;
  readonly int16: Int16Array;
  readonly int32: Int32Array;
  readonly int64: BigInt64Array;
  readonly uint8: Uint8Array;
  readonly uint16: Uint16Array;
  readonly uint32: Uint32Array;
  readonly uint64: BigUint64Array;
  readonly bool: Uint8Array;
  readonly string: readonly string[];
}

/** Element types that a session takes and gives, by NumPy's names. */
export type TensorType = keyof TensorValues;

/** A tensor of one of the types; `dims` multiply to the number of values. */
export type OnnxTensor = {
  readonly [Type in TensorType]: {
    readonly type: Type;
    readonly dims: readonly number[];
    readonly values: TensorValues[Type];
  };
}[TensorType];

const TENSOR_TYPES: Readonly<Record<TensorType, true>> = {
  ...{ float16: true, float32: true, float64: true },
  ...{ int8: true, int16: true, int32: true, int64: true },
  ...{ uint8: true, uint16: true, uint32: true, uint64: true },
  ...{ bool: true, string: true },
};

export function isTensorType(type: string | undefined): type is TensorType {
  return type !== undefined && Object.hasOwn(TENSOR_TYPES, type);
}

/** What a model takes or gives under a name. */
export interface TensorSpec {
  readonly name: string;
  readonly type: TensorType;
  /** A number, the name of a dimension that varies, or null for one without a name; absent when the rank is unknown. */
  readonly shape?: readonly (number | string | null)[];
}
