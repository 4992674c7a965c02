import { DomainError } from '@bellwether/errors';

/** Characters converted at a time: argument lists have a limit. */
const CHUNK = 8192;

/** The bytes of a typed array as base64, little-endian. */
export function packArray(data: Float64Array | Int32Array | Uint32Array): string {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  let text = '';
  for (let i = 0; i < bytes.length; i += CHUNK) text += String.fromCharCode(...bytes.subarray(i, i + CHUNK));
  return btoa(text);
}

/**
 * The bytes behind packArray's text.
 *
 * @param name how the message calls the text.
 * @param size bytes of one element.
 * @throws INVALID_ARGUMENT for text that is not base64 of whole elements.
 */
export function unpackBytes(name: string, text: unknown, size: number): ArrayBuffer {
  if (typeof text !== 'string')
    throw new DomainError('INVALID_ARGUMENT', `${name} must be base64 text, got ${typeof text}`);
  let binary: string;
  try {
    binary = atob(text);
  } catch (cause) {
    throw new DomainError('INVALID_ARGUMENT', `${name} must be base64 text`, { cause });
  }
  if (binary.length % size !== 0) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `${name} must hold elements of ${size} bytes, got ${binary.length} bytes`,
    );
  }
  return Uint8Array.from(binary, (character) => character.charCodeAt(0)).buffer;
}
