import 'reflect-metadata';
import { DomainError } from '@bellwether/errors';
import { drainOnSignals, LOGGER } from '@bellwether/platform/bootstrap';
import type { Logger } from 'pino';
import { startStandalone } from './start.js';

try {
  const { app, url, grpcAddress, stop } = await startStandalone({ env: process.env });
  drainOnSignals(stop, app.get<Logger>(LOGGER));
  process.stdout.write(`${url} (HTTP), ${grpcAddress} (gRPC)\n`);
} catch (error) {
  if (!(error instanceof DomainError)) throw error;
  process.stderr.write(`cannot start: ${error.message}\n`);
  process.exit(1);
}
