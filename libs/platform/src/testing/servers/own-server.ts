import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createConnection } from 'node:net';

/** A server of a test's own, which it may kill and start again on the same data. */
export interface OwnServer {
  readonly url: string;
  start(): Promise<void>;
  /** Kills it (SIGKILL), as a machine that fails would. */
  kill(): Promise<void>;
  /** Stops it from answering without closing its connections. */
  pause(): void;
  resume(): void;
  /** Kills it and removes its data. */
  remove(): Promise<void>;
}

export interface OwnServerOptions {
  readonly url: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly port: number;
}

const START_TIMEOUT_MS = 60_000;
const CONNECT_TIMEOUT_MS = 500;

/** Starts a server and waits until it takes connections. @throws when its program is not there or it does not start. */
export async function ownServer(options: OwnServerOptions): Promise<OwnServer> {
  let server: ChildProcess | undefined;
  const start = async () => {
    // A group of its own: what it spawns is killed and stopped with it.
    server = spawn(options.command, [...options.args], {
      stdio: 'ignore',
      detached: true,
      env: { ...process.env, ...options.environment },
    });
    await Promise.race([
      once(server, 'spawn'),
      once(server, 'error').then(([error]) => Promise.reject(error as Error)),
    ]);
    await untilListening(options.port, server);
  };
  const signal = (name: NodeJS.Signals) => {
    if (server?.pid !== undefined) process.kill(-server.pid, name);
  };
  const kill = async () => {
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    signal('SIGKILL');
    await ended;
    server = undefined;
  };
  await start();
  return {
    url: options.url,
    start,
    kill,
    pause: () => signal('SIGSTOP'),
    resume: () => signal('SIGCONT'),
    remove: async () => {
      await kill();
      await rm(options.folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function untilListening(port: number, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await connects(port))) {
    if (server.exitCode !== null) throw new Error(`${server.spawnfile} ended with ${server.exitCode}`);
    if (Date.now() > deadline) throw new Error(`${server.spawnfile} does not listen on port ${port}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function connects(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port, timeout: CONNECT_TIMEOUT_MS });
    const end = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false));
  });
}
