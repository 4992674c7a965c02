import { isInteractive, type Host } from './host.js';
import { barProgress } from './terminal/bar-progress.js';
import { lineProgress } from './terminal/line-progress.js';
import type { ShowProgress } from './terminal/progress.js';

/** Where a command says what it does and what came of it. The result alone goes to stdout, all else to stderr. */
export interface Report {
  /** Whether the result is wanted as JSON. */
  readonly json: boolean;
  /** Starts showing a piece of long work. */
  readonly progress: ShowProgress;
  /** Tells something beside the result. */
  note(text: string): void;
  /** Gives the result: as JSON, or as text made from it. */
  result<Result extends object>(result: Result, asText: (result: Result) => string): void;
}

export function reportTo(host: Host, { json }: { readonly json: boolean }): Report {
  const { stdout, stderr, now } = host;
  return {
    json,
    progress: isInteractive(host) && isStream(stderr) ? barProgress(stderr, now) : lineProgress(stderr, now),
    note: (text) => stderr.write(`${text}\n`),
    result: (result, asText) => stdout.write(`${json ? JSON.stringify(result) : asText(result)}\n`),
  };
}

function isStream(sink: object): sink is NodeJS.WritableStream {
  return 'end' in sink && 'on' in sink;
}
