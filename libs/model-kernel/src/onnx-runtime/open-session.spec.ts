import { describe, expect, it } from '@jest/globals';
import { encodeModel, operator, tensor, type ValueInfo } from '../onnx/index.js';
import { TensorProto } from '../onnx/messages.js';
import { openSession, type OnnxTensor } from './index.js';

const { DataType } = TensorProto;

// The runtime makes its answers in Node's realm, and Jest runs tests in another: there, `instanceof` is false of arrays that
// are what they should be. (Uint8Array is the same in both.)
for (const Type of [
  ...[Float32Array, Float64Array, Int8Array, Int16Array, Int32Array, BigInt64Array],
  ...[Uint16Array, Uint32Array, BigUint64Array],
]) {
  const isOne = (value: unknown) => Object.prototype.toString.call(value) === `[object ${Type.name}]`;
  Object.defineProperty(Type, Symbol.hasInstance, { value: isOne });
}

function value(name: string, elemType: number, shape: readonly (number | string)[]): ValueInfo {
  const dim = shape.map((d) => (typeof d === 'string' ? { dimParam: d } : { dimValue: d }));
  return { name, type: { tensorType: { elemType, shape: { dim } } } };
}

/** y = x · [2, 3], and its row sums. */
const scaling = encodeModel({
  name: 'scaling',
  inputs: [value('x', DataType.FLOAT, ['rows', 2])],
  outputs: [value('y', DataType.FLOAT, ['rows', 2]), value('total', DataType.FLOAT, ['rows', 1])],
  nodes: [operator('Mul', ['x', 'w'], ['y']), operator('ReduceSum', ['y', 'axis'], ['total'])],
  initializers: [tensor('w', [2], Float32Array.of(2, 3)), tensor('axis', [1], BigInt64Array.of(1n))],
  opsets: { '': 17 },
});

describe('openSession', () => {
  it('tells what a model takes and gives', async () => {
    const session = await openSession(scaling);
    expect(session.inputs).toEqual([{ name: 'x', type: 'float32', shape: ['rows', 2] }]);
    expect(session.outputs).toEqual([
      { name: 'y', type: 'float32', shape: ['rows', 2] },
      { name: 'total', type: 'float32', shape: ['rows', 1] },
    ]);
    await session.release();
  });

  it('runs it, for all outputs or those wanted', async () => {
    const session = await openSession(scaling);
    const x: OnnxTensor = { type: 'float32', dims: [2, 2], values: Float32Array.of(1, 2, 3, 4) };
    const { y, total } = await session.run({ x });
    expect([y!.type, y!.dims, [...y!.values]]).toEqual(['float32', [2, 2], [2, 6, 6, 12]]);
    expect([...total!.values]).toEqual([8, 18]);
    expect(Object.keys(await session.run({ x }, ['total']))).toEqual(['total']);
    await session.release();
  });

  it.each([
    ['float64', DataType.DOUBLE, Float64Array.of(1.5, NaN, -Infinity)],
    ['float16', DataType.FLOAT16, Uint16Array.of(0x3e00, 0x7e00, 0xfc00)],
    ['int8', DataType.INT8, Int8Array.of(-128, 0, 127)],
    ['int16', DataType.INT16, Int16Array.of(-32_768, 0, 32_767)],
    ['uint8', DataType.UINT8, Uint8Array.of(0, 1, 255)],
    ['uint16', DataType.UINT16, Uint16Array.of(0, 1, 65_535)],
    ['uint32', DataType.UINT32, Uint32Array.of(0, 1, 4_294_967_295)],
    ['uint64', DataType.UINT64, BigUint64Array.of(0n, 1n, 2n ** 64n - 1n)],
    ['int64', DataType.INT64, BigInt64Array.of(1n, -(2n ** 60n), 0n)],
    ['int32', DataType.INT32, Int32Array.of(1, -2, 3)],
    ['bool', DataType.BOOL, Uint8Array.of(1, 0, 1)],
    ['string', DataType.STRING, ['a', '', 'báo cáo']],
  ] as const)('passes %s through unchanged', async (type, code, values) => {
    const identity = encodeModel({
      name: 'identity',
      inputs: [value('x', code, [3])],
      outputs: [value('y', code, [3])],
      nodes: [operator('Identity', ['x'], ['y'])],
      opsets: { '': 17 },
    });
    const session = await openSession(identity);
    const { y } = await session.run({ x: { type, dims: [3], values } as OnnxTensor });
    expect([y!.type, [...y!.values]]).toEqual([type, [...values]]);
    await session.release();
  });

  it('refuses feeds of another shape', async () => {
    const session = await openSession(scaling);
    const x: OnnxTensor = { type: 'float32', dims: [1, 3], values: Float32Array.of(1, 2, 3) };
    await expect(session.run({ x })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await session.release();
  });

  it('refuses what is no model, or one that cannot run, before and after native code has seen it', async () => {
    await expect(openSession(new TextEncoder().encode('not a model'))).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
    const unknown = encodeModel({
      name: 'unknown',
      inputs: [value('x', DataType.FLOAT, [1])],
      outputs: [value('y', DataType.FLOAT, [1])],
      nodes: [operator('NoSuchOperator', ['x'], ['y'])],
      opsets: { '': 17 },
    });
    await expect(openSession(unknown)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringContaining('NoSuchOperator'),
    });
  });
});
