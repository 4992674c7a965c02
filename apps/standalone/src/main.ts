import 'reflect-metadata';
import { DomainError } from '@bellwether/errors';
import { startStandalone } from './start.js';

try {
  const { url, grpcAddress } = await startStandalone({ env: process.env });
  process.stdout.write(`${url} (HTTP), ${grpcAddress} (gRPC)\n`);
} catch (error) {
  if (!(error instanceof DomainError)) throw error;
  process.stderr.write(`cannot start: ${error.message}\n`);
  process.exit(1);
}
