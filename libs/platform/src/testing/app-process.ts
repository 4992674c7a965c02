import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** How long a process may take from a signal to its end. */
const STOP_TIMEOUT_MS = 30_000;

/** An app in a process of its own, as a container runs it. */
export interface AppProcess {
  readonly url: string;
  /** `host:port` of gRPC. */
  readonly grpcAddress: string;
  /** Ends the process, a second call too: SIGTERM drains, SIGKILL is the crash. Resolves with its exit code. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
}

/**
 * Starts an app on free ports and waits until it listens.
 *
 * @param main path of its `main.js`.
 * @param environment what is set above the environment of this process.
 */
export async function startAppProcess(
  main: string,
  environment: Readonly<Record<string, string>> = {},
  cwd?: string,
): Promise<AppProcess> {
  const child = spawn(process.execPath, [main], {
    ...(cwd !== undefined && { cwd }),
    env: { ...process.env, PORT: '0', GRPC_PORT: '0', LOG_LEVEL: 'error', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const line = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([text]) => text as string),
    exited.then(([code]) => Promise.reject(new Error(`${main} ended with ${code} before it listened`))),
  ]);
  const listening = /^(\S+) \(HTTP\), (\S+) \(gRPC\)$/.exec(line);
  if (listening === null) {
    child.kill('SIGKILL');
    throw new Error(`${main} said '${line}' in the place of where it listens`);
  }
  return {
    url: listening[1]!,
    grpcAddress: listening[2]!,
    end: async (signal) => {
      child.kill(signal);
      const patience = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      const [code] = await exited;
      clearTimeout(patience);
      return code;
    },
  };
}
