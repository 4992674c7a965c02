import { DomainError } from '@bellwether/errors';

const BYTES = Float64Array.BYTES_PER_ELEMENT;

/**
 * The little-endian doubles of a stream. One chunk with a buffer to itself is taken as it is; anything else is copied
 * once, into its place.
 */
export async function doubles(stream: AsyncIterable<Uint8Array>): Promise<Float64Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  const bytes = chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
  if (bytes % BYTES !== 0) {
    throw new DomainError('INTERNAL', `the analytics store answered ${bytes} bytes, which are no whole doubles`);
  }
  const [only] = chunks;
  if (chunks.length === 1 && only && only.buffer.byteLength === bytes && only.buffer instanceof ArrayBuffer) {
    return new Float64Array(only.buffer);
  }
  const values = new Float64Array(bytes / BYTES);
  const target = new Uint8Array(values.buffer);
  let at = 0;
  for (const chunk of chunks) {
    target.set(chunk, at);
    at += chunk.byteLength;
  }
  return values;
}
