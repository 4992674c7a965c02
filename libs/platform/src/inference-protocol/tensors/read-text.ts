import { refuseInput } from './tensor-input.js';

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** An element of BYTES, which is text to every model here. @throws INVALID_ARGUMENT for bytes that are not UTF-8. */
export function readText(name: string, bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw refuseInput(name, 'must hold text in UTF-8');
  }
}
