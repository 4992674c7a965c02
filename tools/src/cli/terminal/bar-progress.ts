import { SingleBar } from 'cli-progress';
import type { TextSink } from '../host.js';
import { formatDuration } from './format.js';
import type { ShowProgress } from './progress.js';

const BAR_WIDTH = 24;
const FULL = '█';
const EMPTY = '░';

/** What a bar shows of the work. */
export interface BarState {
  readonly title: string;
  /** Done, in [0, 1]; NaN where nobody knows. */
  readonly share: number;
  readonly message: string;
  readonly elapsedMs: number;
}

/** A bar in one line of at most `width` characters. */
export function barLine({ title, share, message, elapsedMs }: BarState, width: number): string {
  const known = !Number.isNaN(share);
  const filled = known ? Math.round(Math.min(1, Math.max(0, share)) * BAR_WIDTH) : 0;
  const bar = FULL.repeat(filled) + EMPTY.repeat(BAR_WIDTH - filled);
  const percent = known ? `${String(Math.round(share * 100)).padStart(3)} %` : '     ';
  const line = `  ${title}  ${bar} ${percent}  ${formatDuration(elapsedMs)}${message === '' ? '' : `  ${message}`}`;
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`;
}

/** Progress as a bar that is drawn over itself; when the work ends one line stays. */
export function barProgress(sink: TextSink & NodeJS.WritableStream, now: () => number): ShowProgress {
  return (title) => {
    const started = now();
    let share = NaN;
    let message = '';
    const bar = new SingleBar({
      format: () => barLine({ title, share, message, elapsedMs: now() - started }, (sink.columns ?? 80) - 1),
      stream: sink,
      clearOnComplete: true,
      // The elapsed time moves even where the share does not.
      forceRedraw: true,
    });
    bar.start(1, 0);
    const end = (mark: string, outcome: string) => {
      bar.stop();
      sink.write(`${mark} ${title}${outcome}\n`);
    };
    return {
      update(nextShare, nextMessage) {
        share = nextShare;
        message = nextMessage ?? message;
        bar.update(Number.isNaN(share) ? 0 : share);
      },
      done: (outcome) => end('✓', `: ${outcome} (${formatDuration(now() - started)})`),
      fail: () => end('✗', ''),
    };
  };
}
