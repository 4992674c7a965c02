import { DomainError } from '@bellwether/errors';
import type { Logger } from 'pino';
import { HealthRegistry } from '../health/index.js';
import type { AppDefinition } from './app-definition.js';
import { startApp } from './create-app.js';
import { drainOnSignals } from './drain.js';
import { LOGGER } from './platform.module.js';

/** Runs an app as a process: says where it listens, or in one line why it cannot. */
export async function serve(define: () => AppDefinition): Promise<void> {
  try {
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
