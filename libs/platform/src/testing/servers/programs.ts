import { execFileSync } from 'node:child_process';
import { chmod, chown, mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../config/index.js';
import { ownServer, type OwnServer } from './own-server.js';

const HOST = '127.0.0.1';
const newFolder = (name: string) => mkdtemp(join(tmpdir(), `bellwether-${name}-`));

/** It keeps every write on disk. */
export async function ownRedis(): Promise<OwnServer> {
  const [folder, port] = [await newFolder('redis'), await freePort(HOST)];
  const kept = ['--save', '', '--appendonly', 'yes', '--appendfsync', 'always', '--maxmemory-policy', 'noeviction'];
  return ownServer({
    url: `redis://${HOST}:${port}/0`,
    command: 'redis-server',
    args: ['--port', String(port), '--bind', HOST, '--dir', folder, ...kept],
    folder,
    port,
  });
}

export async function ownNats({ jetStream = true } = {}): Promise<OwnServer> {
  const [folder, port] = [await newFolder('nats'), await freePort(HOST)];
  const args = ['-a', HOST, '-p', String(port), ...(jetStream ? ['-js', '-sd', folder] : [])];
  return ownServer({ url: `nats://${HOST}:${port}`, command: 'nats-server', args, folder, port });
}

/** A node of its own, beside any other that runs; it keeps its files, and its cookie, in its own folder. */
export async function ownRabbit(): Promise<OwnServer> {
  const [folder, port, distribution] = [await newFolder('rabbit'), await freePort(HOST), await freePort(HOST)];
  return ownServer({
    url: `amqp://guest:guest@${HOST}:${port}`,
    command: await rabbitProgram(),
    args: [],
    environment: {
      HOME: folder,
      RABBITMQ_NODENAME: `test-${port}@localhost`,
      RABBITMQ_NODE_IP_ADDRESS: HOST,
      RABBITMQ_NODE_PORT: String(port),
      RABBITMQ_DIST_PORT: String(distribution),
      RABBITMQ_MNESIA_BASE: join(folder, 'mnesia'),
      RABBITMQ_LOG_BASE: join(folder, 'log'),
      RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'plugins'),
      RABBITMQ_CONFIG_FILE: join(folder, 'none'),
    },
    folder,
    port,
  });
}

/** PostgreSQL does not run as root: there it runs as the user that its package made. */
export async function ownPostgres(): Promise<OwnServer> {
  const [folder, port] = [await newFolder('postgres'), await freePort(HOST)];
  const bin = await postgresBin();
  const asRoot = process.getuid?.() === 0;
  if (asRoot) {
    const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
    await chown(folder, id('-u'), id('-g'));
  }
  await chmod(folder, 0o700);
  const run = (program: string, args: readonly string[]): [string, string[]] =>
    asRoot
      ? ['setpriv', ['--reuid', 'postgres', '--regid', 'postgres', '--clear-groups', join(bin, program), ...args]]
      : [join(bin, program), [...args]];
  const [initdb, initArgs] = run('initdb', ['-D', folder, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync']);
  execFileSync(initdb, initArgs, { stdio: 'ignore', cwd: tmpdir() });
  const [command, args] = run('postgres', ['-D', folder, '-p', String(port), '-h', HOST, '-k', '']);
  return ownServer({ url: `postgres://postgres@${HOST}:${port}/postgres`, command, args, folder, port });
}

/** Debian's command of that name is a script which must run as its own user; behind it is this. */
async function rabbitProgram(): Promise<string> {
  const root = '/usr/lib/rabbitmq/lib';
  const [installed] = await readdir(root).catch(() => []);
  return installed === undefined ? 'rabbitmq-server' : join(root, installed, 'sbin/rabbitmq-server');
}

/** Where Debian keeps the programs, by version; elsewhere on the path. */
async function postgresBin(): Promise<string> {
  const root = '/usr/lib/postgresql';
  const [newest] = (await readdir(root).catch(() => [])).sort((a, b) => Number(b) - Number(a));
  return newest === undefined ? '' : join(root, newest, 'bin');
}

/**
 * A server of the test's own, or null with the reason printed where its program is not installed. In CI its absence is a
 * failure.
 */
export async function ifInstalled(what: string, start: () => Promise<OwnServer>): Promise<OwnServer | null> {
  try {
    return await start();
  } catch (error) {
    if (process.env['CI'] === 'true') throw error;
    console.warn(`skipped: ${what} is not installed (${String(error)})`);
    return null;
  }
}
