import { describe, expect, it } from '@jest/globals';
import { encodeModel, floatValue, inspectOnnx, operator, tensor, type ModelParts } from './index.js';
import { AttributeProto, FunctionProto, ModelProto, TensorProto, type Tensor } from './messages.js';

/** y = x + w, with parts replaced. */
function model(change: Partial<ModelParts> = {}): Uint8Array {
  return encodeModel({
    name: 'sum',
    inputs: [floatValue('x', ['batch', 3]), floatValue('w', [3])],
    outputs: [floatValue('y', ['batch', 3])],
    nodes: [operator('Add', ['x', 'w'], ['y'])],
    initializers: [tensor('w', [3], Float32Array.of(1, 2, 3))],
    opsets: { '': 17 },
    metadata: { author: 'someone' },
    ...change,
  });
}

const external: Tensor = {
  ...{ name: 'w', dims: [3], dataType: TensorProto.DataType.FLOAT, dataLocation: TensorProto.DataLocation.EXTERNAL },
  externalData: [{ key: 'location', value: '../../etc/passwd' }],
};

describe('inspectOnnx', () => {
  it('tells inputs, outputs and symbolic dimensions, without the weights', () => {
    expect(inspectOnnx(model())).toEqual({
      inputs: [{ name: 'x', kind: 'tensor', dtype: 'float32', shape: ['batch', 3] }],
      outputs: [{ name: 'y', kind: 'tensor', dtype: 'float32', shape: ['batch', 3] }],
      opsets: { '': 17 },
      irVersion: 10,
      producer: 'bellwether',
      metadata: { author: 'someone' },
      nodeCount: 1,
      operatorDomains: [''],
      hasExternalData: false,
    });
  });

  it('tells whose operators a runtime must know: those of functions in the file by what they are made of', () => {
    const nodes = [operator('Add', ['x', 'w'], ['z'], [], 'ai.onnx'), operator('Twice', ['z'], ['y'], [], 'mine')];
    const decoded = ModelProto.decode(model({ nodes, opsets: { '': 17, mine: 1 } }));
    expect(inspectOnnx(ModelProto.encode(decoded).finish()).operatorDomains).toEqual(['', 'mine']);
    const body = [{ opType: 'Open', domain: 'elsewhere', input: ['a'], output: ['b'] }];
    decoded.functions = [
      FunctionProto.create({ domain: 'mine', name: 'Twice', input: ['a'], output: ['b'], node: body }),
    ];
    expect(inspectOnnx(ModelProto.encode(decoded).finish()).operatorDomains).toEqual(['', 'elsewhere']);
  });

  it('tells an unknown dimension and an unknown rank apart', () => {
    const outputs = [
      {
        name: 'y',
        type: { tensorType: { elemType: TensorProto.DataType.INT64, shape: { dim: [{}, { dimValue: -1 }] } } },
      },
      { name: 'z', type: { tensorType: { elemType: TensorProto.DataType.STRING } } },
      { name: 's', type: { sequenceType: {} } },
    ];
    expect(inspectOnnx(model({ outputs })).outputs).toEqual([
      { name: 'y', kind: 'tensor', dtype: 'int64', shape: [null, null] },
      { name: 'z', kind: 'tensor', dtype: 'string' },
      { name: 's', kind: 'sequence' },
    ]);
  });

  it.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(0), 'bytes must hold 1–'],
    ['text', new TextEncoder().encode('{"not": "a model"}'), 'bytes must be an ONNX model'],
    ['half a model', model().slice(0, 60), 'bytes must be an ONNX model'],
    ['data in another file', model({ initializers: [external] }), 'tensor w has its data in another file'],
    [
      'data in another file of an attribute',
      model({
        nodes: [
          operator('Constant', [], ['y'], [{ name: 'value', type: AttributeProto.AttributeType.TENSOR, t: external }]),
        ],
      }),
      'tensor w has its data in another file',
    ],
    [
      'data in another file of a subgraph',
      model({
        nodes: [
          operator(
            'If',
            ['x'],
            ['y'],
            [{ name: 'then_branch', type: AttributeProto.AttributeType.GRAPH, g: { initializer: [external] } }],
          ),
        ],
      }),
      'tensor w has its data in another file',
    ],
    [
      'a tensor of another size',
      model({ initializers: [tensor('w', [4], Float32Array.of(1))] }),
      'holds 4 bytes, its shape needs 16',
    ],
    [
      'a negative dimension',
      model({ initializers: [tensor('w', [-3], new Float32Array(3))] }),
      'tensor w has the dimension -3',
    ],
    ['no output', model({ outputs: [] }), 'it has no output'],
    [
      'two outputs of one name',
      model({ outputs: [floatValue('y', [1]), floatValue('y', [2])] }),
      'outputs must have distinct names',
    ],
  ])('refuses %s', (_name, bytes, message) => {
    expect(() => inspectOnnx(bytes)).toThrow(message);
    expect(() => inspectOnnx(bytes)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }) as unknown as Error);
  });

  it('refuses graphs nested beyond reason', () => {
    let graph = {};
    for (let depth = 0; depth < 40; depth++) {
      const attribute = { name: 'body', type: AttributeProto.AttributeType.GRAPH, g: graph };
      graph = { node: [operator('Loop', [], [], [attribute])] };
    }
    const nested = operator(
      'Loop',
      ['x'],
      ['y'],
      [{ name: 'body', type: AttributeProto.AttributeType.GRAPH, g: graph }],
    );
    expect(() => inspectOnnx(model({ nodes: [nested] }))).toThrow('graphs are nested more than 32 deep');
  });
});
