import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createGrpcClient, createHttpClient } from '@bellwether/contracts';

export const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
/** How long a process may take from SIGTERM to its end. */
const STOP_TIMEOUT_MS = 10_000;

const httpClient = (baseUrl: string) => createHttpClient({ baseUrl, timeoutMs: 10_000 });
const grpcClient = (address: string) => createGrpcClient({ address, timeoutMs: 10_000 });

/** An app in a process of its own, as a container runs it. */
export interface AppProcess {
  readonly url: string;
  readonly http: ReturnType<typeof httpClient>;
  readonly grpc: ReturnType<typeof grpcClient>;
  /** Ends the process, a second call too: SIGTERM drains, SIGKILL is the crash. Resolves with its exit code. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
}

/** Starts an app on free ports and waits until it listens. */
export async function startApp(name: string, environment: Readonly<Record<string, string>>): Promise<AppProcess> {
  const child = spawn(process.execPath, [`apps/${name}/dist/main.js`], {
    cwd: ROOT,
    env: { ...process.env, PORT: '0', GRPC_PORT: '0', LOG_LEVEL: 'error', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const line = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([text]) => text as string),
    exited.then(([code]) => Promise.reject(new Error(`${name} ended with ${code} before it listened`))),
  ]);
  const listening = /^(\S+) \(HTTP\), (\S+) \(gRPC\)$/.exec(line);
  if (listening === null) {
    child.kill('SIGKILL');
    throw new Error(`${name} said '${line}' in the place of where it listens`);
  }
  const [, url, address] = listening as unknown as [string, string, string];
  const grpc = grpcClient(address);
  return {
    url,
    http: httpClient(url),
    grpc,
    end: async (signal) => {
      grpc.close();
      child.kill(signal);
      const patience = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      const [code] = await exited;
      clearTimeout(patience);
      return code;
    },
  };
}
