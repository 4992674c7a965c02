import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { createGunzip } from 'node:zlib';
import { CommandError } from '../command-error.js';
import { openInput } from '../importing/input-file.js';

const NEWLINE = 0x0a;

/**
 * Several CSV files of one header as one: the header of the first, then the rows of all. Plain or gzipped, by their
 * first bytes; a file that lacks the newline at its end gets one.
 *
 * @throws INVALID_ARGUMENT when a header is not that of the first file.
 */
export async function* csvFiles(paths: readonly string[]): AsyncGenerator<Uint8Array, void, undefined> {
  let firstHeader: string | undefined;
  for (const [i, path] of paths.entries()) {
    const { header, rest } = await splitHeader(unpacked(path));
    firstHeader ??= header;
    if (header !== firstHeader) throw differing(paths[0]!, path);
    if (i === 0) yield Buffer.from(`${header}\n`);
    let lastByte = NEWLINE;
    for await (const chunk of rest) {
      if (chunk.length === 0) continue;
      lastByte = chunk[chunk.length - 1]!;
      yield chunk;
    }
    if (lastByte !== NEWLINE) yield Buffer.from('\n');
  }
}

/** The first line of a text, without its end, and the bytes after it. */
async function splitHeader(
  bytes: AsyncGenerator<Buffer, void, undefined>,
): Promise<{ readonly header: string; readonly rest: AsyncIterable<Buffer> }> {
  let seen = Buffer.alloc(0);
  let end = -1;
  while (end < 0) {
    const next = await bytes.next();
    if (next.done) break;
    seen = Buffer.concat([seen, next.value]);
    end = seen.indexOf(NEWLINE);
  }
  const rest = async function* () {
    if (end >= 0) yield seen.subarray(end + 1);
    yield* bytes;
  };
  return { header: (end < 0 ? seen : seen.subarray(0, end)).toString('utf8').trimEnd(), rest: rest() };
}

async function* unpacked(path: string): AsyncGenerator<Buffer, void, undefined> {
  await openInput(path);
  const isPacked = await startsAsGzip(path);
  const file = createReadStream(path);
  if (!isPacked) {
    yield* file as AsyncIterable<Buffer>;
    return;
  }
  const gunzip = createGunzip();
  file.on('error', (error) => gunzip.destroy(error));
  try {
    yield* file.pipe(gunzip) as AsyncIterable<Buffer>;
  } catch (cause) {
    const message = `'${path}' is a broken gzip file`;
    throw new CommandError('INVALID_ARGUMENT', message, 'Pack it again, or give the plain file.', { cause });
  } finally {
    file.destroy();
  }
}

async function startsAsGzip(path: string): Promise<boolean> {
  for await (const chunk of createReadStream(path, { end: 1 }) as AsyncIterable<Buffer>) {
    return chunk[0] === 0x1f && chunk[1] === 0x8b;
  }
  return false;
}

function differing(first: string, other: string): CommandError {
  return new CommandError(
    'INVALID_ARGUMENT',
    `the header of ${basename(other)} is not that of ${basename(first)}`,
    'Files given together must have the same columns in the same order.',
  );
}
