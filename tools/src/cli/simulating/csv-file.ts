import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { csvWriter } from './csv-lines.js';

/** Rows handed on together: a stream of single lines is slow, one of a whole table large. */
const CHUNK_ROWS = 5_000;

/** A CSV file that is written batch by batch, and is there under its name only when it is whole. */
export class CsvFile {
  private readonly text = csvWriter();

  private constructor(
    readonly path: string,
    private readonly stream: WriteStream,
  ) {}

  static async create(path: string): Promise<CsvFile> {
    await mkdir(dirname(path), { recursive: true });
    const stream = createWriteStream(partial(path));
    await once(stream, 'open');
    return new CsvFile(path, stream);
  }

  /** Resolves when the next batch may come. */
  async write(rows: readonly object[]): Promise<void> {
    for (let from = 0; from < rows.length; from += CHUNK_ROWS) {
      const text = this.text(rows.slice(from, from + CHUNK_ROWS));
      if (!this.stream.write(text)) await once(this.stream, 'drain');
    }
  }

  async finish(): Promise<void> {
    this.stream.end();
    await once(this.stream, 'finish');
    await rename(partial(this.path), this.path);
  }

  /** Leaves nothing behind. */
  async abandon(): Promise<void> {
    this.stream.destroy();
    await rm(partial(this.path), { force: true });
  }
}

const partial = (path: string): string => `${path}.partial`;
