import { EventLoopTurns } from '../callers/index.js';

/** How many wait at the most: a hundred replicas that load one model, no more than a moment's refusals. */
const MOST_WAITING = 256;

/**
 * Requests that wait for the event loop rather than be refused, of which each turn of the loop begins one, in the order
 * in which they came: what they add to an overload is one request a turn.
 */
export class PatientLine {
  private waiting = 0;

  constructor(
    private readonly turns: Pick<EventLoopTurns, 'next'> = new EventLoopTurns(),
    private readonly most = MOST_WAITING,
  ) {}

  get hasRoom(): boolean {
    return this.waiting < this.most;
  }

  /** @returns false where too many wait already; `begin` is called when it is the turn of this one. */
  wait(begin: () => void): boolean {
    if (!this.hasRoom) return false;
    this.waiting += 1;
    void this.turns.next().then(() => {
      this.waiting -= 1;
      begin();
    });
    return true;
  }
}
