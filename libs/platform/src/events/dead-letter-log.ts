import type { DeadEvent } from './event-bus.js';
import { recordsOf, type EventLog } from './event-log.js';

const MAX_LISTED = 1_000;
/** Type of a record that takes letters back; no event's type has a space. */
const TAKEN_BACK = 'taken back';

export interface DeadLetter {
  readonly seq: number;
  readonly letter: DeadEvent;
}

/**
 * Dead events in a log of their own. A log forgets from its old end only, so that a letter taken back is crossed out by a
 * record behind it.
 */
export class DeadLetterLog {
  private standing: Promise<Set<number>> | undefined;

  constructor(
    private readonly log: EventLog,
    private readonly maxBytes: number,
  ) {}

  async add(letter: DeadEvent): Promise<void> {
    const standing = await this.standingSeqs();
    standing.add(await this.log.append(letter.event.type, JSON.stringify(letter)));
    if (this.log.bytes <= this.maxBytes) return;
    // The older half goes.
    await this.log.trim(this.log.firstSeq + Math.ceil((this.log.nextSeq - this.log.firstSeq) / 2));
    for (const seq of standing) if (seq < this.log.firstSeq) standing.delete(seq);
  }

  async count(): Promise<number> {
    return (await this.standingSeqs()).size;
  }

  /** The oldest first, at most 1,000. */
  async list(): Promise<DeadLetter[]> {
    const standing = await this.standingSeqs();
    const found: DeadLetter[] = [];
    for await (const { seq, json } of recordsOf(this.log)) {
      if (!standing.has(seq)) continue;
      if (found.push({ seq, letter: JSON.parse(json) as DeadEvent }) >= MAX_LISTED) break;
    }
    return found;
  }

  async takeBack(seqs: readonly number[]): Promise<void> {
    if (seqs.length === 0) return;
    const standing = await this.standingSeqs();
    await this.log.append(TAKEN_BACK, JSON.stringify(seqs));
    for (const seq of seqs) standing.delete(seq);
  }

  close(): Promise<void> {
    return this.log.close();
  }

  private standingSeqs(): Promise<Set<number>> {
    this.standing ??= this.read();
    return this.standing;
  }

  private async read(): Promise<Set<number>> {
    const standing = new Set<number>();
    for await (const { seq, type, json } of recordsOf(this.log)) {
      if (type !== TAKEN_BACK) standing.add(seq);
      else for (const taken of JSON.parse(json) as number[]) standing.delete(taken);
    }
    return standing;
  }
}
