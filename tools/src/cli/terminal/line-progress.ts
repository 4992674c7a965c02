import type { TextSink } from '../host.js';
import type { Progress, ShowProgress } from './progress.js';
import { formatDuration } from './format.js';

/** A line at every tenth; between them one at most this often, in milliseconds. */
const QUIET_MS = 10_000;

/** Progress as plain lines, for logs: few of them, each whole. */
export function lineProgress(sink: TextSink, now: () => number): ShowProgress {
  return (title) => {
    const started = now();
    let tenth = 0;
    let lastLine = started;
    let lastMessage: string | undefined;
    const say = (line: string) => {
      lastLine = now();
      sink.write(`${line}\n`);
    };
    say(`${title} …`);
    return {
      update(share, message) {
        const reached = Number.isNaN(share) ? 0 : Math.floor(share * 10 + 1e-9);
        const isNews = message !== undefined && message !== lastMessage && now() - lastLine >= QUIET_MS;
        lastMessage = message ?? lastMessage;
        if (reached <= tenth && !isNews) return;
        tenth = Math.max(tenth, reached);
        const percent = Number.isNaN(share) ? '' : ` ${Math.round(share * 100)} %`;
        if (tenth < 10) say(`${title}:${percent}${message === undefined ? '' : ` ${message}`}`);
      },
      done(outcome) {
        say(`${title}: ${outcome} (${formatDuration(now() - started)})`);
      },
      fail() {
        say(`${title}: failed after ${formatDuration(now() - started)}`);
      },
    } satisfies Progress;
  };
}
