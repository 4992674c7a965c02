import { DomainError } from '@bellwether/errors';
import type { Logger } from 'pino';
import { HealthRegistry } from '../health/index.js';
import type { AppDefinition } from './app-definition.js';
import { migrateApp, startApp } from './create-app.js';
import { drainOnSignals } from './drain.js';
import { LOGGER } from './platform.module.js';

/**
 * Runs an app as a process: says where it listens, or in one line why it cannot. With the argument `--migrate` it brings
 * the app's schemas up to date and ends.
 */
export async function serve(define: () => AppDefinition): Promise<void> {
  try {
    if (process.argv.includes('--migrate')) {
      await migrateApp(define());
      process.exit(0);
    }
    const running = await startApp(define());
    running.app.get(HealthRegistry).started();
    drainOnSignals(running.stop, running.app.get<Logger>(LOGGER));
    process.stdout.write(`${running.url} (HTTP), ${running.grpcAddress} (gRPC)\n`);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    process.stderr.write(`cannot start: ${error.message}\n`);
    process.exit(1);
  }
}
