export interface LogRecord {
  /** Place in the log: 1, 2, 3 … without gaps. */
  readonly seq: number;
  readonly type: string;
  readonly json: string;
}

/** An append-only sequence of records, forgotten from its old end. */
export interface EventLog {
  /** Of the oldest record kept; equal to `nextSeq` when none is. */
  readonly firstSeq: number;
  readonly nextSeq: number;
  /** What the records kept take, in bytes. */
  readonly bytes: number;
  /** Resolves with the record's place once it is as safe as this log makes it. */
  append(type: string, json: string): Promise<number>;
  /** Some records from a place on, in order; none when none is safe yet. */
  read(from: number): Promise<readonly LogRecord[]>;
  /** Lets go of records before a place, as far as is cheap. */
  trim(before: number): Promise<void>;
  close(): Promise<void>;
}

/** Every record that is kept, in order. */
export async function* recordsOf(log: EventLog): AsyncGenerator<LogRecord> {
  for (let from = log.firstSeq; ;) {
    const records = await log.read(from);
    const last = records.at(-1);
    if (!last) return;
    yield* records;
    from = last.seq + 1;
  }
}
