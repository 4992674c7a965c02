import { DomainError } from '@bellwether/errors';
import { shapeOf, type MessageKind } from './wire-shapes.js';

/** Deepest nesting of messages: 32 graphs within graphs take three each. */
export const MAX_MESSAGE_DEPTH = 128;
/**
 * Most fields and packed numbers that a decoder would make an object or a number of each. Weights as raw bytes are one
 * each, so that this is a forest of some 700,000 nodes; two bytes that become an object of a hundred are a bomb.
 */
export const MAX_VALUES = 8_388_608;

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;
const MAX_VARINT_BYTES = 10;

/**
 * Walks the wire format of an ONNX model without decoding it: every length lies within what holds it, messages nest no
 * deeper and hold no more than a decoder can be trusted with. Linear in the length, and it allocates nothing.
 *
 * @throws INVALID_ARGUMENT
 */
export function checkWire(bytes: Uint8Array): void {
  new WireCheck(bytes).message('model', 0, bytes.length, 0);
}

class WireCheck {
  private values = 0;

  constructor(private readonly bytes: Uint8Array) {}

  message(kind: MessageKind, start: number, end: number, depth: number): void {
    if (depth > MAX_MESSAGE_DEPTH) throw refuse(`messages nest more than ${MAX_MESSAGE_DEPTH} deep`);
    for (let at = start; at < end;) {
      const [tag, afterTag] = this.varint(at, end);
      this.count(1);
      const field = Math.floor(tag / 8);
      if (field === 0) throw refuse('a field has no number');
      at = this.field(kind, field, tag % 8, afterTag, end, depth);
    }
  }

  /** @returns where the next field begins. */
  private field(kind: MessageKind, field: number, wire: number, at: number, end: number, depth: number): number {
    switch (wire) {
      case VARINT:
        return this.varint(at, end)[1];
      case FIXED64:
        return within(at + 8, end);
      case FIXED32:
        return within(at + 4, end);
      case BYTES: {
        const [length, begin] = this.varint(at, end);
        const next = within(begin + length, end);
        this.content(kind, field, begin, next, depth);
        return next;
      }
      default:
        // Groups were given up before ONNX began; nothing writes them but what looks for a bug in a reader.
        throw refuse(`a field has the wire type ${wire}`);
    }
  }

  private content(kind: MessageKind, field: number, begin: number, end: number, depth: number): void {
    const shape = shapeOf(kind, field);
    if (shape === undefined) return;
    if ('message' in shape) this.message(shape.message, begin, end, depth + 1);
    else this.count(shape.packed === 0 ? this.varints(begin, end) : (end - begin) / shape.packed);
  }

  /** How many numbers are packed there: each ends with a byte below 128. */
  private varints(begin: number, end: number): number {
    let count = 0;
    for (let at = begin; at < end; at += 1) if (this.bytes[at]! < 0x80) count += 1;
    return count;
  }

  private count(values: number): void {
    this.values += values;
    if (this.values > MAX_VALUES) throw refuse(`it holds more than ${MAX_VALUES} values beside raw data`);
  }

  /** The number at a place, exact up to 2^53, and where it ends. */
  private varint(at: number, end: number): [value: number, next: number] {
    let value = 0;
    for (let i = 0; i < MAX_VARINT_BYTES; i += 1) {
      if (at + i >= end) break;
      const byte = this.bytes[at + i]!;
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) return [value, at + i + 1];
    }
    throw refuse('a number does not end');
  }
}

function within(at: number, end: number): number {
  if (at > end) throw refuse('a field is longer than what holds it');
  return at;
}

function refuse(rule: string): DomainError {
  return new DomainError('INVALID_ARGUMENT', `bytes must be an ONNX model, and do not decode as one: ${rule}`);
}
