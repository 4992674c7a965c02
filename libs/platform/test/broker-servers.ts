import { createConnection } from 'node:net';

const HOST = '127.0.0.1';
export const NATS_PORT = 4222;
export const RABBIT_PORT = 5672;

/** Whether a server of the tests listens; where it does not the reason is printed, and in CI that is a failure. */
export async function hasServer(what: string, port: number): Promise<boolean> {
  const listens = await new Promise<boolean>((resolve) => {
    const socket = createConnection({ host: HOST, port, timeout: 2_000 });
    const end = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false));
  });
  if (!listens && process.env['CI'] === 'true') throw new Error(`there is no ${what} server at ${HOST}:${port}`);
  if (!listens) console.warn(`skipped on ${what}: no server at ${HOST}:${port}`);
  return listens;
}
