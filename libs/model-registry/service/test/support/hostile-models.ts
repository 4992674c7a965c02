import { encodeModel, floatValue, operator, tensor, type Node, type Tensor } from '@bellwether/model-kernel/onnx';

const GRAPH = 5;
const FLOAT = 1;
const INT64 = 7;
const BOOL = 9;
const EXTERNAL = 1;

const scalar = (name: string, elemType: number) => ({ name, type: { tensorType: { elemType, shape: { dim: [] } } } });

function model(
  nodes: readonly Node[],
  initializers: readonly Tensor[] = [],
  opsets = { '': 17 },
  rows = 1,
): Uint8Array {
  return encodeModel({
    name: 'hostile',
    inputs: [floatValue('x', [rows])],
    outputs: [floatValue('y', ['n'])],
    nodes: [...nodes],
    initializers: [...initializers],
    opsets,
  });
}

/** Weights in another file: what reads it reads any file (CVE-2022-25882, CVE-2024-27318, CVE-2026-34446, -34447). */
export function externalData(location: string): Uint8Array {
  const weights = { name: 'w', dims: [1], dataType: FLOAT, dataLocation: EXTERNAL };
  return model(
    [operator('Add', ['x', 'w'], ['y'])],
    [{ ...weights, externalData: [{ key: 'location', value: location }] }],
  );
}

/** An operator that somebody's library would have to bring. */
export function foreignOperator(): Uint8Array {
  return model([operator('Run', ['x'], ['y'], [], 'com.evil')], [], { '': 17, 'com.evil': 1 } as { '': number });
}

export function oldOperators(): Uint8Array {
  return model([operator('Relu', ['x'], ['y'])], [], { '': 1 });
}

/** An example of its input would fill the memory. */
export function hugeInput(): Uint8Array {
  return model([operator('Relu', ['x'], ['y'])], [], { '': 17 }, 2 ** 31);
}

/** A hundred bytes that ask for eight gigabytes as soon as a runtime looks at them. */
export function memoryBomb(): Uint8Array {
  return model(
    [operator('ConstantOfShape', ['shape'], ['big']), operator('Add', ['big', 'x'], ['y'])],
    [tensor('shape', [1], BigInt64Array.of(2n ** 31n))],
  );
}

/** A loop of 2^62 rounds. */
export function endless(): Uint8Array {
  const body = {
    name: 'body',
    input: [scalar('i', INT64), scalar('go', BOOL), floatValue('v', [1])],
    output: [scalar('on', BOOL), floatValue('w', [1])],
    node: [operator('Identity', ['go'], ['on']), operator('Sin', ['v'], ['w'])],
  };
  return model(
    [operator('Loop', ['rounds', '', 'x'], ['y'], [{ name: 'body', type: GRAPH, g: body }])],
    [tensor('rounds', [], BigInt64Array.of(2n ** 62n))],
  );
}

/** It needs two of what it leaves open, and runs. */
export function differences(): Uint8Array {
  return encodeModel({
    name: 'differences',
    inputs: [floatValue('x', ['steps'])],
    outputs: [floatValue('y', ['n'])],
    nodes: [operator('Gather', ['x', 'second'], ['y'])],
    initializers: [tensor('second', [1], BigInt64Array.of(1n))],
    opsets: { '': 17 },
  });
}
