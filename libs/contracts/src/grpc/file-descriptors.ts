import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DomainError } from '@bellwether/errors';
import { protoRoot } from './proto-files.js';

/** The compiled .proto files: a google.protobuf.FileDescriptorSet as buf builds it, committed beside them. */
export const DESCRIPTORS_FILE = 'descriptors.binpb';

/**
 * The .proto files as a compiler describes them, for server reflection. Descriptors that protobufjs derives from what it
 * has loaded will not do: it names the entries of maps otherwise than the protocol, and clients refuse them.
 *
 * @returns each file as an encoded google.protobuf.FileDescriptorProto.
 */
export function fileDescriptors(): Uint8Array[] {
  return splitDescriptorSet(readFileSync(join(protoRoot, DESCRIPTORS_FILE)));
}

/** Tag of `repeated FileDescriptorProto file = 1`. */
const FILE_TAG = 0x0a;

/** @throws INTERNAL when the bytes are no set of files. */
export function splitDescriptorSet(set: Uint8Array): Uint8Array[] {
  const files: Uint8Array[] = [];
  let at = 0;
  while (at < set.length) {
    if (set[at++] !== FILE_TAG)
      throw new DomainError('INTERNAL', `${DESCRIPTORS_FILE} is no set of files at byte ${at}`);
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = set[at++]!;
      length |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    files.push(set.subarray(at, at + length));
    at += length;
  }
  return files;
}
