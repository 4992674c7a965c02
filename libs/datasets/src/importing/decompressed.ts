import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { DomainError } from '@bellwether/errors';

/**
 * The bytes themselves, or what they unpack to where they begin with gzip's magic number 1f 8b, whatever the file is
 * called.
 *
 * @throws INVALID_ARGUMENT when a gzip is broken or ends early.
 */
export async function* decompressed(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const chunks = stream[Symbol.asyncIterator]();
  // The two bytes of the magic number may come in two chunks.
  let head = new Uint8Array(0);
  while (head.length < 2) {
    const next = await chunks.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  const whole = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
    yield head;
    for (;;) {
      const next = await chunks.next();
      if (next.done === true) return;
      yield next.value;
    }
  };
  if (!(head[0] === 0x1f && head[1] === 0x8b)) {
    yield* whole();
    return;
  }
  const source = Readable.from(whole());
  const gunzip = createGunzip();
  // pipe() does not carry errors over: a failed read must fail the reader too.
  source.on('error', (error) => gunzip.destroy(error));
  try {
    yield* source.pipe(gunzip) as AsyncIterable<Buffer>;
  } catch (cause) {
    if (!isZlibError(cause)) throw cause;
    throw new DomainError('INVALID_ARGUMENT', `the gzip file is broken: ${cause.message}`, { cause });
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

/** By its code, not its class: under another realm (a test's sandbox) zlib's errors are not our Error. */
function isZlibError(error: unknown): error is Error {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    typeof error.code === 'string' &&
    error.code.startsWith('Z_')
  );
}
