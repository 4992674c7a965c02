import { encodeModel, operator, tensor, type ValueInfo } from '@bellwether/model-kernel/onnx';

/** Codes of ONNX's element types (`TensorProto.DataType`). */
const CODES = {
  ...{ float32: 1, uint8: 2, int8: 3, uint16: 4, int16: 5, int32: 6, int64: 7, string: 8, bool: 9, float16: 10 },
  ...{ float64: 11, uint32: 12, uint64: 13 },
};

function value(name: string, type: keyof typeof CODES, shape: readonly (number | string)[]): ValueInfo {
  const dim = shape.map((d) => (typeof d === 'string' ? { dimParam: d } : { dimValue: d }));
  return { name, type: { tensorType: { elemType: CODES[type], shape: { dim } } } };
}

/** y = x · weights, row by row. */
export function scalingModel(weights: readonly [number, number]): Uint8Array {
  return encodeModel({
    name: 'scaling',
    inputs: [value('x', 'float32', ['rows', 2])],
    outputs: [value('y', 'float32', ['rows', 2])],
    nodes: [operator('Mul', ['x', 'w'], ['y'])],
    initializers: [tensor('w', [2], Float32Array.from(weights))],
    opsets: { '': 17 },
  });
}

/** Every element type through unchanged, of one length. */
export function identityModel(): Uint8Array {
  const types = Object.keys(CODES) as (keyof typeof CODES)[];
  return encodeModel({
    name: 'identity',
    inputs: types.map((type) => value(type, type, ['n'])),
    outputs: types.map((type) => value(`same_${type}`, type, ['n'])),
    nodes: types.map((type) => operator('Identity', [type], [`same_${type}`])),
    opsets: { '': 17 },
  });
}
