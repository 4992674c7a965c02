/** What stands behind a field: a message of a kind, or packed numbers of a width in bytes (0 for varints). */
export type FieldShape = { readonly message: MessageKind } | { readonly packed: 0 | 4 | 8 };

export type MessageKind = keyof typeof SHAPES;

const VARINTS = { packed: 0 } as const;
const FLOATS = { packed: 4 } as const;
const DOUBLES = { packed: 8 } as const;
const of = <Kind extends string>(message: Kind) => ({ message });

/**
 * The fields of ONNX's messages that hold messages or many numbers, by number. What is not listed is read as bytes, which
 * costs no more than it is long.
 *
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
const SHAPES = {
  model: { 7: of('graph'), 8: of('leaf'), 14: of('leaf'), 20: of('training'), 25: of('function') },
  graph: {
    ...{ 1: of('node'), 5: of('tensor'), 11: of('value'), 12: of('value'), 13: of('value') },
    ...{ 14: of('annotation'), 15: of('sparse'), 16: of('leaf') },
  },
  node: { 5: of('attribute'), 9: of('leaf') },
  attribute: {
    ...{ 5: of('tensor'), 6: of('graph'), 7: FLOATS, 8: VARINTS, 10: of('tensor'), 11: of('graph') },
    ...{ 14: of('type'), 15: of('type'), 22: of('sparse'), 23: of('sparse') },
  },
  tensor: { 1: VARINTS, 3: of('leaf'), 4: FLOATS, 5: VARINTS, 7: VARINTS, 10: DOUBLES, 11: VARINTS, 13: of('leaf') },
  sparse: { 1: of('tensor'), 2: of('tensor'), 3: VARINTS },
  value: { 2: of('type'), 4: of('leaf') },
  type: { 1: of('typedTensor'), 4: of('wrapped'), 5: of('map'), 8: of('typedTensor'), 9: of('wrapped') },
  typedTensor: { 2: of('shape') },
  shape: { 1: of('leaf') },
  wrapped: { 1: of('type') },
  map: { 2: of('type') },
  annotation: { 2: of('leaf') },
  training: { 1: of('graph'), 2: of('graph'), 3: of('leaf'), 4: of('leaf') },
  function: { 7: of('node'), 9: of('leaf'), 11: of('attribute'), 12: of('value'), 14: of('leaf') },
  /** A message without messages in it. */
  leaf: {},
} as const;

export function shapeOf(kind: MessageKind, field: number): FieldShape | undefined {
  return (SHAPES[kind] as Readonly<Record<number, FieldShape>>)[field];
}
