import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A server that speaks ClickHouse's HTTP, with an empty engine, in a process of its own. */
export async function clickHouseServer(): Promise<{ readonly url: string; kill(): void }> {
  const script = new URL('./clickhouse-server.mjs', import.meta.url).pathname;
  const server = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [url] = (await once(createInterface(server.stdout), 'line')) as [string];
  return { url, kill: () => server.kill('SIGKILL') };
}
