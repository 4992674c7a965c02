import { DomainError } from '@bellwether/errors';
import { shownUrl } from '../config/shown-value.js';
import { wrong, type Probe, type Probed, type ServerUse } from './probe.js';

/** The servers, by the scheme of their url. Each client is loaded when there is something to ask with it. */
const PROBES: Readonly<Record<string, () => Promise<Probe>>> = {
  'postgres:': async () => (await import('./probe-postgres.js')).probePostgres,
  'postgresql:': async () => (await import('./probe-postgres.js')).probePostgres,
  'redis:': async () => (await import('./probe-redis.js')).probeRedis,
  'rediss:': async () => (await import('./probe-redis.js')).probeRedis,
  'nats:': async () => (await import('./probe-nats.js')).probeNats,
  'amqp:': async () => (await import('./probe-rabbit.js')).probeRabbit,
  'amqps:': async () => (await import('./probe-rabbit.js')).probeRabbit,
  's3:': async () => (await import('./probe-bucket.js')).probeBucket,
};
/** Over HTTP it is the use that tells what to expect. */
const OVER_HTTP: Readonly<Partial<Record<ServerUse, () => Promise<Probe>>>> = {
  analytics: async () => (await import('./probe-clickhouse.js')).probeClickHouse,
  registry: async () => (await import('./probe-registry.js')).probeRegistry,
};
/** What needs no server, and what its engine is called. */
const EMBEDDED: Readonly<Record<string, string>> = {
  'pglite:': 'PGlite, in the process',
  'chdb:': 'chDB, in the process',
  'memory:': 'memory of the process',
  'log:': 'files of one process',
  'file:': 'a folder',
};

/**
 * Asks the server that a url names what it is, and whether it is fit for its use. Never throws: a server that does not
 * answer is one of the things found out. Nothing of what it says holds credentials.
 */
export async function probeServer(url: string, use: ServerUse): Promise<Probed> {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const scheme = parsed?.protocol ?? '';
  const embedded = EMBEDDED[scheme];
  if (embedded !== undefined) return { engine: embedded, faults: [] };
  const load = /^https?:$/.test(scheme) ? OVER_HTTP[use] : PROBES[scheme];
  if (parsed === null || load === undefined) {
    const detail = `'${shownUrl(url)}' names no server that can be used for it`;
    return {
      engine: 'unknown',
      faults: [wrong(detail, 'See docs/deploying.md for the urls that each setting takes.')],
    };
  }
  try {
    return await (
      await load()
    )(parsed, use);
  } catch (error) {
    return { engine: scheme.slice(0, -1), faults: [wrong(reasonOf(error, parsed), adviceOn(error))] };
  }
}

function reasonOf(error: unknown, url: URL): string {
  const { message, code } = innermost(error);
  const reason = message === '' ? (code ?? 'no answer') : message.split('\n')[0]!;
  const secrets = [url.password, decodeURIComponent(url.password)].filter((secret) => secret !== '');
  return secrets.reduce((text, secret) => text.replaceAll(secret, '***'), shownUrl(reason));
}

/** What the system or the server said, beneath what clients wrap it in. */
function innermost(error: unknown): { readonly message: string; readonly code?: string } {
  const { cause, errors } = error as { cause?: unknown; errors?: readonly unknown[] };
  const within = cause ?? errors?.[0];
  if (within instanceof Error) return innermost(within);
  return error as { message: string; code?: string };
}

const REFUSED = 'Nothing listens there: start the server, or put right host and port.';
const CREDENTIALS = 'Put right user and password.';
const ADVICE: Readonly<Record<string, string>> = {
  ECONNREFUSED: REFUSED,
  ENOTFOUND: 'No such host: put right its name, or the DNS of this machine.',
  EAI_AGAIN: 'No such host: put right its name, or the DNS of this machine.',
  ETIMEDOUT: 'It does not answer: is a firewall in between, or a NetworkPolicy?',
  '28P01': CREDENTIALS,
  '28000': CREDENTIALS,
  '3D000': 'Create the database, or put right its name.',
};

function adviceOn(error: unknown): string {
  const { code, message } = innermost(error);
  if (error instanceof DomainError && error.code === 'INVALID_ARGUMENT') return 'Put right the url.';
  if (/auth|NOAUTH|WRONGPASS|ACCESS_REFUSED|credential|signature/i.test(message)) return CREDENTIALS;
  return ADVICE[code ?? ''] ?? 'Is the server there, and reachable from this machine?';
}
