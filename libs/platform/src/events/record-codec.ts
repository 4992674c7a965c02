import { crc32 } from 'node:zlib';
import type { LogRecord } from './event-log.js';

/**
 * A record on disk, little-endian:
 *
 *     u32 length of the body | u32 CRC-32 of the body | body: u64 seq, u16 length of the type, type, JSON (both UTF-8)
 */
const HEADER_BYTES = 8;
const FIXED_BODY_BYTES = 10;

export function encodeRecord({ seq, type, json }: LogRecord): Buffer {
  const typeBytes = Buffer.byteLength(type);
  const bodyBytes = FIXED_BODY_BYTES + typeBytes + Buffer.byteLength(json);
  const record = Buffer.allocUnsafe(HEADER_BYTES + bodyBytes);
  record.writeUInt32LE(bodyBytes, 0);
  record.writeBigUInt64LE(BigInt(seq), HEADER_BYTES);
  record.writeUInt16LE(typeBytes, HEADER_BYTES + 8);
  record.write(type, HEADER_BYTES + FIXED_BODY_BYTES);
  record.write(json, HEADER_BYTES + FIXED_BODY_BYTES + typeBytes);
  record.writeUInt32LE(crc32(record.subarray(HEADER_BYTES)), 4);
  return record;
}

export interface Decoded {
  readonly records: LogRecord[];
  /** Up to where the bytes are whole records in sequence; anything after is torn or damaged. */
  readonly validBytes: number;
}

/** @param first the place that the first record must have. */
export function decodeRecords(bytes: Buffer, first: number): Decoded {
  const records: LogRecord[] = [];
  let at = 0;
  while (at + HEADER_BYTES + FIXED_BODY_BYTES <= bytes.length) {
    const bodyBytes = bytes.readUInt32LE(at);
    const end = at + HEADER_BYTES + bodyBytes;
    // The length is looked at first: a run of zeros, as file systems leave after a crash, has the CRC of nothing.
    if (bodyBytes < FIXED_BODY_BYTES || end > bytes.length) break;
    const body = bytes.subarray(at + HEADER_BYTES, end);
    if (crc32(body) !== bytes.readUInt32LE(at + 4)) break;
    const seq = Number(body.readBigUInt64LE(0));
    if (seq !== first + records.length) break;
    const jsonAt = FIXED_BODY_BYTES + body.readUInt16LE(8);
    records.push({ seq, type: body.toString('utf8', FIXED_BODY_BYTES, jsonAt), json: body.toString('utf8', jsonAt) });
    at = end;
  }
  return { records, validBytes: at };
}
