import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { csvWriter } from './csv-lines.js';
import { discard, makeFolderOf, partial, publish } from './partial-file.js';
import type { TableFile } from './table-file.js';

/** Rows handed on together: a stream of single lines is slow, one of a whole table large. */
const CHUNK_ROWS = 5_000;

/** A CSV file, plain or gzipped. */
export class CsvFile implements TableFile {
  private readonly text = csvWriter();

  private constructor(
    private readonly path: string,
    private readonly stream: Writable,
    /** Settles when all is on disk, or with what went wrong on the way. */
    private readonly written: Promise<void>,
  ) {
    // Whoever writes or finishes is told.
    written.catch(() => undefined);
  }

  static async create(path: string, { gzip = false } = {}): Promise<CsvFile> {
    await makeFolderOf(path);
    const file = createWriteStream(partial(path));
    await once(file, 'open');
    if (!gzip) return new CsvFile(path, file, finished(file));
    const packed = createGzip();
    return new CsvFile(path, packed, pipeline(packed, file));
  }

  async write(rows: readonly object[]): Promise<void> {
    for (let from = 0; from < rows.length; from += CHUNK_ROWS) {
      const text = this.text(rows.slice(from, from + CHUNK_ROWS));
      if (!this.stream.write(text)) await Promise.race([once(this.stream, 'drain'), this.written]);
    }
  }

  async finish(): Promise<void> {
    this.stream.end();
    await this.written;
    await publish(this.path);
  }

  async abandon(): Promise<void> {
    this.stream.destroy();
    await this.written.catch(() => undefined);
    await discard(this.path);
  }
}
