import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';

export class S3Fault extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
  ) {
    super(code);
  }
}

export const crc32Of = (content: Buffer): string => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(content));
  return bytes.toString('base64');
};

/** The content of a request, whose hash and checksum must hold, also when they come in a trailer behind aws-chunks. */
export async function requestBody(request: IncomingMessage): Promise<Buffer> {
  const sent = await buffer(request);
  const declared = String(request.headers['x-amz-content-sha256']);
  const chunked = declared === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
  const { content, trailers } = chunked ? unchunked(sent) : { content: sent, trailers: {} };
  const hash = createHash('sha256').update(content).digest('hex');
  if (!chunked && declared !== 'UNSIGNED-PAYLOAD' && declared !== hash)
    throw new S3Fault('XAmzContentSHA256Mismatch', 400);
  const length = request.headers['x-amz-decoded-content-length'];
  if (length !== undefined && Number(length) !== content.length) throw new S3Fault('IncompleteBody', 400);
  const checksum = { ...request.headers, ...trailers }['x-amz-checksum-crc32'];
  if (checksum !== undefined && checksum !== crc32Of(content)) throw new S3Fault('BadDigest', 400);
  return content;
}

/** `<hex length>\r\n<bytes>\r\n … 0\r\n<trailer>:<value>\r\n\r\n` */
function unchunked(sent: Buffer): { content: Buffer; trailers: Record<string, string> } {
  const chunks: Buffer[] = [];
  for (let at = 0; ;) {
    const end = sent.indexOf('\r\n', at);
    const length = end < 0 ? NaN : Number.parseInt(sent.toString('latin1', at, end), 16);
    if (!Number.isInteger(length)) throw new S3Fault('IncompleteBody', 400);
    at = end + 2;
    if (length === 0) {
      const lines = sent.toString('latin1', at).split('\r\n').filter(Boolean);
      return { content: Buffer.concat(chunks), trailers: Object.fromEntries(lines.map((line) => line.split(':'))) };
    }
    chunks.push(sent.subarray(at, at + length));
    at += length + 2;
  }
}
