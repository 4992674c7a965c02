import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { CommandError } from '../command-error.js';

/** A file that is there, can be read and is not empty. */
export interface InputFile {
  readonly path: string;
  readonly bytes: number;
}

export async function openInput(path: string): Promise<InputFile> {
  const found = await stat(path);
  if (!found.isFile()) {
    throw new CommandError('INVALID_ARGUMENT', `'${path}' is not a file`, 'Name the CSV file itself.');
  }
  if (found.size === 0) {
    throw new CommandError('INVALID_ARGUMENT', `'${path}' is empty`, 'A CSV file has at least a header line.');
  }
  return { path, bytes: found.size };
}

/** The bytes of a file as they are read. @param onShare told the share read so far. */
export async function* readWithShare(
  { path, bytes }: InputFile,
  onShare: (share: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  let read = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    read += chunk.length;
    onShare(read / bytes);
    yield chunk;
  }
}
