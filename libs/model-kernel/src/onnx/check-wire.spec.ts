import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodeModel, floatValue, inspectOnnx, operator, tensor } from './index.js';
import { checkWire, MAX_MESSAGE_DEPTH, MAX_VALUES } from './check-wire.js';
import { ModelProto } from './messages.js';

const sound = encodeModel({
  name: 'sum',
  inputs: [floatValue('x', ['batch', 3])],
  outputs: [floatValue('y', ['batch', 3])],
  nodes: [operator('Add', ['x', 'w'], ['y'])],
  initializers: [tensor('w', [3], Float32Array.of(1, 2, 3))],
  opsets: { '': 17 },
});

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

/** A field of bytes. */
function field(number: number, content: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.from([...varint(number * 8 + 2), ...varint(content.length)]), content]);
}

/** `count` empty messages of a field. */
function many(number: number, count: number): Uint8Array {
  return Buffer.alloc(count * 2, Uint8Array.of(number * 8 + 2, 0));
}

const refused = (rule: string) =>
  expect.objectContaining({ code: 'INVALID_ARGUMENT', message: expect.stringContaining(rule) });

describe('checkWire', () => {
  it('lets a model pass', () => {
    expect(() => checkWire(sound)).not.toThrow();
  });

  it('refuses a bomb: small on the wire, large in memory (nodes, initializers, packed numbers, dimensions)', () => {
    const nodes = field(7, many(1, MAX_VALUES));
    const numbers = field(7, field(5, field(7, Buffer.alloc(MAX_VALUES + 1))));
    const floats = field(7, field(5, field(4, Buffer.alloc(4 * MAX_VALUES + 4))));
    for (const bomb of [nodes, field(7, many(5, MAX_VALUES)), numbers, floats]) {
      expect(() => inspectOnnx(bomb)).toThrow(refused(`more than ${MAX_VALUES} values`));
    }
  });

  it('counts weights as raw bytes once, however many they are', () => {
    expect(() => checkWire(field(7, field(5, field(9, Buffer.alloc(MAX_VALUES * 2)))))).not.toThrow();
  });

  it('refuses nesting without an end, before anything recurses into it', () => {
    // A sequence of sequences of …: type → sequence → type.
    let type: Uint8Array = new Uint8Array(0);
    for (let depth = 0; depth < MAX_MESSAGE_DEPTH; depth += 1) type = field(4, field(1, type));
    expect(() => inspectOnnx(field(7, field(11, field(2, type))))).toThrow(refused('nest more than'));
  });

  it.each([
    ['a length beyond the end', Uint8Array.of(0x3a, 0x7f, 0)],
    ['a length beyond what holds it', field(7, Uint8Array.of(0x0a, 0x05, 0))],
    ['a length of 2^63', Uint8Array.of(0x3a, 255, 255, 255, 255, 255, 255, 255, 255, 127)],
    ['a number without an end', new Uint8Array(20).fill(0xff)],
    ['a group', Uint8Array.of(0x0b, 0x0c)],
    ['a field without a number', Uint8Array.of(0x02, 0x00)],
  ])('refuses %s', (_, bytes) => {
    expect(() => checkWire(bytes)).toThrow(refused('do not decode'));
  });

  it('throws nothing but a refusal, whatever a model is changed into', () => {
    const change = fc.tuple(fc.nat(sound.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const bytes = Uint8Array.from(sound);
        for (const [at, byte] of changes) bytes[at] = byte;
        try {
          inspectOnnx(bytes);
        } catch (error) {
          expect(error).toMatchObject({ code: 'INVALID_ARGUMENT' });
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('refuses no message that the codec writes', () => {
    const bytes = ModelProto.encode(ModelProto.decode(sound)).finish();
    expect(() => checkWire(bytes)).not.toThrow();
  });
});
