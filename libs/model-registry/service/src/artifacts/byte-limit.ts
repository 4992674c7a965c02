import { DomainError } from '@bellwether/errors';

/** Passes bytes on and counts them; the one too many ends the stream. @throws RESOURCE_EXHAUSTED */
export async function* limited(content: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of content) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    yield chunk;
  }
}

export function tooLarge(maxBytes: number): DomainError {
  return new DomainError('RESOURCE_EXHAUSTED', `an artifact may have at most ${maxBytes} bytes`);
}
