import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';

/**
 * Characters that are encoded at once. Small enough that the memory of a piece is one that was used before: a page in one
 * piece is megabytes, which the system hands out anew each time, and that costs more than all of the rest.
 */
const PIECE_LENGTH = 32_768;

/** JSON text that is sent as it lies there, in pieces; it is never put together. */
export function writtenPage(name: string, texts: readonly string[], pageToken: string | undefined): StreamableFile {
  const head = `{${JSON.stringify(name)}:[`;
  const tail = pageToken === undefined ? ']}' : `],"next_page_token":${JSON.stringify(pageToken)}}`;
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), Math.max(0, texts.length - 1));
  return new StreamableFile(Readable.from(pieces(head, texts, tail), { objectMode: false }), {
    type: 'application/json; charset=utf-8',
    length: bytes + Buffer.byteLength(head) + Buffer.byteLength(tail),
  });
}

function* pieces(head: string, texts: readonly string[], tail: string): Generator<Buffer> {
  let piece = head;
  for (const [i, text] of texts.entries()) {
    piece += i === 0 ? text : `,${text}`;
    if (piece.length < PIECE_LENGTH) continue;
    yield Buffer.from(piece);
    piece = '';
  }
  yield Buffer.from(piece + tail);
}
