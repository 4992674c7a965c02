import { Duplex } from 'node:stream';
import type { PgliteEngine } from './pglite-engine.js';

/** AuthenticationOk, then ReadyForQuery (idle): all that a client waits for after its startup message. */
const WELCOME = Buffer.from('R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I', 'latin1');
const TERMINATE = 'X'.charCodeAt(0);

/**
 * What node-postgres takes for a TCP socket, with PGlite at the other end. The driver's own parsing and typing stand, so
 * a value reads the same from PGlite as from a server: int8 and numeric as strings, timestamps as Date, bytea as Buffer.
 */
export class PgliteSocket extends Duplex {
  private greeted = false;

  constructor(private readonly engine: PgliteEngine) {
    super();
  }

  connect(): this {
    process.nextTick(() => this.emit('connect'));
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _read(): void {
    // Frames are pushed as the engine answers.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.exchange(chunk).then(() => done(), done);
  }

  /** The driver corks Parse…Sync; they must reach PGlite as one, or an error in the first leaves the rest unread. */
  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.exchange(Buffer.concat(chunks.map(({ chunk }) => chunk))).then(() => done(), done);
  }

  override _final(done: () => void): void {
    this.push(null);
    done();
  }

  private async exchange(frames: Buffer): Promise<void> {
    if (!this.greeted) {
      this.greeted = true;
      await this.engine.reset();
      this.answer(WELCOME);
    } else if (frames[0] !== TERMINATE) {
      this.answer(await this.engine.run(frames));
    }
  }

  private answer(frames: Uint8Array): void {
    if (!this.destroyed) this.push(Buffer.from(frames.buffer, frames.byteOffset, frames.byteLength));
  }
}
