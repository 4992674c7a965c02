import { EXIT } from './exit-codes.js';
import type { Host } from './host.js';

/** The process itself as a command's host. */
export function processHost(): Host {
  let interruption: AbortController | undefined;
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    now: () => performance.now(),
    clock: () => new Date(),
    get signal() {
      // A handler keeps Ctrl-C from ending the process: there is none until a command has asked to be told.
      interruption ??= onInterruption();
      return interruption.signal;
    },
  };
}

/** The first Ctrl-C asks; the second does not. */
function onInterruption(): AbortController {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(EXIT.interrupted);
      controller.abort();
    });
  }
  return controller;
}
