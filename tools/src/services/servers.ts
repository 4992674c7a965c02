import { connect } from 'node:net';
import { CommandError } from '../cli/command-error.js';

const DIAL_TIMEOUT_MS = 2_000;

interface Server {
  readonly what: string;
  readonly port: number;
  readonly get: string;
}

/** By URL scheme: what it is, its usual port, and how one gets it. */
const SERVERS: Readonly<Record<string, Server>> = {
  'postgres:': {
    what: 'PostgreSQL',
    port: 5432,
    get: 'docker run -d -p 5432:5432 -e POSTGRES_HOST_AUTH_METHOD=trust postgres:17',
  },
  'redis:': { what: 'Redis', port: 6379, get: 'docker run -d -p 6379:6379 redis:8' },
  'nats:': { what: 'NATS', port: 4222, get: 'docker run -d -p 4222:4222 nats:2 -js' },
  'amqp:': { what: 'RabbitMQ', port: 5672, get: 'docker run -d -p 5672:5672 rabbitmq:4' },
  'http:': { what: 'ClickHouse', port: 8123, get: 'docker run -d -p 8123:8123 clickhouse/clickhouse-server:25.8' },
};

/**
 * Looks whether the servers answer that the apps are told to use.
 *
 * @param urls by the variable that names each; those of embedded stores are passed over.
 * @throws UNAVAILABLE naming every one that does not, and how to get it.
 */
export async function requireServers(urls: Readonly<Record<string, string | undefined>>): Promise<void> {
  const missing = new Map<string, { readonly server: Server; readonly names: string[] }>();
  for (const [name, text] of Object.entries(urls)) {
    if (text === undefined || !URL.canParse(text)) continue;
    const url = new URL(text);
    const server = SERVERS[url.protocol.replace(/^postgresql:/, 'postgres:')];
    if (server === undefined) continue;
    const port = Number(url.port) || server.port;
    const address = `${url.hostname}:${port}`;
    const found = missing.get(address);
    if (found !== undefined) found.names.push(name);
    else if (!(await listens(url.hostname, port))) missing.set(address, { server, names: [name] });
  }
  if (missing.size === 0) return;
  const all = [...missing];
  throw new CommandError(
    'UNAVAILABLE',
    all
      .map(([address, { server, names }]) => `no ${server.what} listens at ${address} (${names.join(', ')})`)
      .join('; '),
    `Start it, as by ${all.map(([, { server }]) => `'${server.get}'`).join(', ')}; or set ` +
      `${all.flatMap(([, { names }]) => names).join(', ')}; or run everything in one process without servers: npm start.`,
  );
}

function listens(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: DIAL_TIMEOUT_MS });
    const end = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}
