import { mkdir, open, readdir, readFile, rm, truncate, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '@bellwether/errors';
import { syncFolder } from '../local-folder/durable-folder.js';
import type { EventLog, LogRecord } from './event-log.js';
import { decodeRecords, encodeRecord } from './record-codec.js';

export interface SegmentedLogOptions {
  /** After which a new segment is begun. Default 4 MB. */
  readonly segmentBytes?: number;
  /** Appends that may wait for the disk before the next gets RESOURCE_EXHAUSTED. Default 10,000. */
  readonly maxPending?: number;
}

interface Segment {
  readonly first: number;
  readonly file: string;
  bytes: number;
}

interface Append {
  readonly record: LogRecord;
  readonly encoded: Buffer;
  resolve(seq: number): void;
  reject(error: unknown): void;
}

/** Written and synced together at most; more wait for the next round. */
const MAX_BATCH_BYTES = 4_000_000;
/** The newest records are kept in memory, where a consumer that keeps up finds them. */
const MAX_TAIL_BYTES = 4_000_000;

/**
 * A log in files of consecutive records, each file named by its first record's place. An append resolves after fsync,
 * and those that come while the disk is busy share the next one. What a crash left half-written at the end is cut off
 * when the log is opened: it was never acknowledged.
 */
export class SegmentedLog implements EventLog {
  private readonly tail: { record: LogRecord; bytes: number }[] = [];
  private tailBytes = 0;
  private pending: Append[] = [];
  private flushing: Promise<void> | null = null;
  private failure: DomainError | null = null;
  /** The segment read last from disk, for consumers that are behind. */
  private lastRead: { first: number; records: readonly LogRecord[] } | null = null;
  nextSeq: number;

  private constructor(
    private readonly folder: string,
    private readonly segments: Segment[],
    private active: FileHandle,
    nextSeq: number,
    private readonly options: Required<SegmentedLogOptions>,
  ) {
    this.nextSeq = nextSeq;
  }

  /** @throws INTERNAL when a segment before the last is damaged: those were whole once. */
  static async open(folder: string, options: SegmentedLogOptions = {}): Promise<SegmentedLog> {
    await mkdir(folder, { recursive: true });
    const names = (await readdir(folder)).filter((name) => /^\d{16}\.log$/.test(name)).sort();
    const segments: Segment[] = [];
    let nextSeq = names[0] === undefined ? 1 : Number.parseInt(names[0], 10);
    for (const [i, name] of names.entries()) {
      const file = join(folder, name);
      const content = await readFile(file);
      const { records, validBytes } = decodeRecords(content, nextSeq);
      if (Number.parseInt(name, 10) !== nextSeq || (validBytes < content.length && i < names.length - 1)) {
        throw new DomainError('INTERNAL', `event log is damaged: ${file} at byte ${validBytes}`);
      }
      if (validBytes < content.length) await truncate(file, validBytes);
      segments.push({ first: nextSeq, file, bytes: validBytes });
      nextSeq += records.length;
    }
    const last = segments.at(-1) ?? newSegment(folder, nextSeq);
    if (segments.length === 0) segments.push(last);
    const active = await open(last.file, 'a');
    await active.sync();
    await syncFolder(folder);
    return new SegmentedLog(folder, segments, active, nextSeq, {
      ...{ segmentBytes: 4_000_000, maxPending: 10_000 },
      ...options,
    });
  }

  get firstSeq(): number {
    return this.segments[0]?.first ?? this.nextSeq;
  }

  get bytes(): number {
    return this.segments.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** @throws RESOURCE_EXHAUSTED when too many wait for the disk, UNAVAILABLE after the disk has failed once. */
  append(type: string, json: string): Promise<number> {
    if (this.failure) return Promise.reject(this.failure);
    if (this.pending.length >= this.options.maxPending) {
      const message = `events waiting for the disk must be at most ${this.options.maxPending}, and as many do`;
      return Promise.reject(new DomainError('RESOURCE_EXHAUSTED', message, { retryAfterSeconds: 1 }));
    }
    const record = { seq: this.nextSeq, type, json };
    this.nextSeq += 1;
    return new Promise((resolve, reject) => {
      this.pending.push({ record, encoded: encodeRecord(record), resolve, reject });
      this.flushing ??= this.flush();
    });
  }

  async read(from: number): Promise<readonly LogRecord[]> {
    const oldest = this.tail[0]?.record.seq ?? this.durableEnd();
    if (from >= oldest) return this.tail.slice(from - oldest).map(({ record }) => record);
    const segment = this.segments.findLast(({ first }) => first <= Math.max(from, this.firstSeq));
    if (!segment) return [];
    if (this.lastRead?.first !== segment.first || (this.lastRead.records.at(-1)?.seq ?? 0) < from) {
      const content = (await readFile(segment.file)).subarray(0, segment.bytes);
      this.lastRead = { first: segment.first, records: decodeRecords(content, segment.first).records };
    }
    return this.lastRead.records.slice(Math.max(0, from - segment.first));
  }

  /** Deletes the segments all of whose records are before the place; the one being written stays. */
  async trim(before: number): Promise<void> {
    while (this.segments.length > 1 && (this.segments[1] as Segment).first <= before) {
      const [gone] = this.segments.splice(0, 1) as [Segment];
      await rm(gone.file, { force: true });
    }
  }

  async close(): Promise<void> {
    await this.flushing;
    this.failure ??= new DomainError('UNAVAILABLE', 'the event log is closed');
    await this.active.close();
  }

  /** The place after the last record on disk: what is pending comes later. */
  private durableEnd(): number {
    return this.pending[0]?.record.seq ?? this.nextSeq;
  }

  private async flush(): Promise<void> {
    // A turn of the event loop, so that all who publish in this one share the first fsync too.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.pending.length > 0) {
      const batch = this.nextBatch();
      try {
        await this.write(batch);
      } catch (error) {
        // After a failed fsync nobody knows what is on disk: only opening the log anew finds out.
        this.failure = new DomainError('UNAVAILABLE', `the event log cannot be written: ${String(error)}`, {
          cause: error,
        });
        for (const { reject } of this.pending.splice(0)) reject(this.failure);
        break;
      }
      this.pending.splice(0, batch.length);
      for (const { record, encoded, resolve } of batch) {
        this.remember(record, encoded.length);
        resolve(record.seq);
      }
    }
    // In the same step as the last look at what is pending, or an append in between would wait for nobody.
    this.flushing = null;
  }

  private nextBatch(): Append[] {
    let bytes = 0;
    const end = this.pending.findIndex(({ encoded }) => (bytes += encoded.length) > MAX_BATCH_BYTES);
    return this.pending.slice(0, end === -1 ? undefined : Math.max(1, end));
  }

  private async write(batch: readonly Append[]): Promise<void> {
    let segment = this.segments.at(-1) as Segment;
    if (segment.bytes >= this.options.segmentBytes) {
      segment = newSegment(this.folder, (batch[0] as Append).record.seq);
      await this.active.close();
      this.active = await open(segment.file, 'a');
      await syncFolder(this.folder);
      this.segments.push(segment);
    }
    const bytes = Buffer.concat(batch.map(({ encoded }) => encoded));
    await this.active.appendFile(bytes);
    await this.active.datasync();
    segment.bytes += bytes.length;
  }

  private remember(record: LogRecord, bytes: number): void {
    this.tail.push({ record, bytes });
    this.tailBytes += bytes;
    while (this.tailBytes > MAX_TAIL_BYTES && this.tail.length > 1) {
      this.tailBytes -= (this.tail.shift() as { bytes: number }).bytes;
    }
  }
}

function newSegment(folder: string, first: number): Segment {
  return { first, file: join(folder, `${String(first).padStart(16, '0')}.log`), bytes: 0 };
}
