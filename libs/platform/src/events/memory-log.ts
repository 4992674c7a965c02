import type { EventLog, LogRecord } from './event-log.js';

/** A log that lives as long as its process. */
export class MemoryLog implements EventLog {
  private records: LogRecord[] = [];
  firstSeq = 1;
  bytes = 0;

  get nextSeq(): number {
    return this.firstSeq + this.records.length;
  }

  async append(type: string, json: string): Promise<number> {
    const seq = this.nextSeq;
    this.records.push({ seq, type, json });
    this.bytes += sizeOf(type, json);
    return seq;
  }

  async read(from: number): Promise<readonly LogRecord[]> {
    return this.records.slice(Math.max(0, from - this.firstSeq));
  }

  async trim(before: number): Promise<void> {
    const dropped = this.records.splice(0, Math.max(0, before - this.firstSeq));
    this.firstSeq += dropped.length;
    this.bytes -= dropped.reduce((sum, { type, json }) => sum + sizeOf(type, json), 0);
  }

  async close(): Promise<void> {
    this.records = [];
  }
}

function sizeOf(type: string, json: string): number {
  return Buffer.byteLength(type) + Buffer.byteLength(json);
}
