import { createServer } from 'node:net';
import type { Finding } from './finding.js';

/** Whether a port of this machine is free to listen on. */
export async function examinePort(what: string, port: number, setting: string): Promise<Finding> {
  const taken = await isTaken(port);
  return taken
    ? {
        what,
        status: 'wrong',
        detail: `${port} is taken`,
        advice: `Stop what listens there, or choose another: ${setting}.`,
      }
    : { what, status: 'ok', detail: `${port} is free` };
}

function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(true));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(false)));
  });
}
