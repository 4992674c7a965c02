import { Injectable } from '@nestjs/common';

interface Waiting {
  readonly signal: AbortSignal | undefined;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Long work on the event loop takes turns: one piece of it at a time, whoever's it is, and between two pieces whatever
 * else has come in. Ten batches at once take ten times as long, and a single prediction waits for one piece, not for ten.
 */
@Injectable()
export class EventLoopTurns {
  private readonly line: Waiting[] = [];

  /** Resolves when it is the turn of the next piece. @throws the signal's reason when nobody waits for the work any longer. */
  next(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      this.line.push({ signal, resolve, reject });
      if (this.line.length === 1) setImmediate(() => this.callNext());
    });
  }

  private callNext(): void {
    // Those who have left are passed over, so that they do not cost a turn.
    while (this.line[0]?.signal?.aborted) {
      const left = this.line.shift()!;
      left.reject(left.signal!.reason);
    }
    this.line.shift()?.resolve();
    if (this.line.length > 0) setImmediate(() => this.callNext());
  }
}
