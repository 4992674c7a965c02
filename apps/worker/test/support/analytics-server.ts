import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from './app-process.js';

export interface AnalyticsServer {
  readonly url: string;
  kill(): void;
}

/** A process with ClickHouse's HTTP interface, in front of an engine in its memory. */
export async function startAnalyticsServer(): Promise<AnalyticsServer> {
  const script = join(ROOT, 'libs/platform/test/clickhouse-server.mjs');
  const server = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [url] = (await once(createInterface(server.stdout), 'line')) as [string];
  return { url, kill: () => void server.kill('SIGKILL') };
}
