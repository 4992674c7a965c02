import type { Logger } from 'pino';

/**
 * Stops on SIGTERM and SIGINT by draining; a second signal stops at once. A process whose parent keeps a channel to it
 * stops in the same way when that is gone: with the parent, also where nobody could send a signal any more.
 */
export function drainOnSignals(stop: () => Promise<void>, logger: Logger): void {
  let asked = false;
  const onSignal = (signal: NodeJS.Signals | 'disconnect'): void => {
    if (asked) process.exit(1);
    asked = true;
    logger.info({ signal }, 'stopping: finishing the requests in flight');
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  process.once('disconnect', () => {
    if (!asked) onSignal('disconnect');
  });
}
