import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHttpClient, type Role } from '@bellwether/contracts';
import { MlflowClient } from '@bellwether/mlflow-js-client';
import { hashOfSecret, newApiKey, writeApiKey, writeKeyFile } from '@bellwether/platform/auth';
import { modelRegistryOperations } from '../../src/index.js';
import type { TestDatabase } from './databases.js';
import { startRegistry, type StartOptions, type TestRegistry } from './registry.js';

const WHO = ['reader', 'engineer', 'admin'] as const satisfies readonly Role[];
type Who = (typeof WHO)[number];

interface Callers {
  /** For an app that asks callers who they are. */
  readonly env: Readonly<Record<string, string>>;
  /** As the audit log names them. */
  readonly ids: Readonly<Record<Who, string>>;
  readonly keys: Readonly<Record<Who, string>>;
  drop(): Promise<void>;
}

/** A caller of each role, with a key of its own. */
async function testCallers(): Promise<Callers> {
  const folder = await mkdtemp(join(tmpdir(), 'bellwether-callers-'));
  const file = join(folder, 'keys.json');
  const made = WHO.map((role) => ({ role, key: newApiKey() }));
  await writeKeyFile(
    file,
    made.map(({ role, key }) => ({
      id: key.id,
      name: role,
      role,
      sha256: hashOfSecret(key.secret).toString('hex'),
    })),
  );
  const byRole = (of: (key: (typeof made)[number]['key']) => string) =>
    Object.fromEntries(made.map(({ role, key }) => [role, of(key)])) as Record<Who, string>;
  return {
    env: { AUTH: 'required', API_KEYS_FILE: file },
    ids: byRole((key) => `key:${key.id}`),
    keys: byRole(writeApiKey),
    drop: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The two clients of one caller. */
export function clientsOf(baseUrl: string, apiKey: string, headers: Readonly<Record<string, string>> = {}) {
  return {
    mlflow: new MlflowClient({ baseUrl, apiKey, attempts: 1, headers }),
    operations: createHttpClient({
      baseUrl,
      apiKey,
      timeoutMs: 20_000,
      operations: modelRegistryOperations,
      headers: () => headers,
    }),
  };
}

type Clients = ReturnType<typeof clientsOf>;

/** A registry that asks callers who they are, and the clients of one of each role. */
export interface GuardedRegistry extends Readonly<Record<Who, Clients>> {
  readonly registry: TestRegistry;
  readonly callers: Pick<Callers, 'ids' | 'keys'>;
  /** Ends it, and takes its database away. */
  stop(): Promise<void>;
}

export async function startGuarded(
  { url, drop }: Pick<TestDatabase, 'url' | 'drop'>,
  options: StartOptions = {},
): Promise<GuardedRegistry> {
  const callers = await testCallers();
  const registry = await startRegistry({ ...options, databaseUrl: url, env: callers.env });
  const clients = (who: Who) => clientsOf(registry.url, callers.keys[who]);
  return {
    ...{ registry, callers, reader: clients('reader'), engineer: clients('engineer'), admin: clients('admin') },
    stop: async () => {
      await registry.stop();
      await callers.drop();
      await drop();
    },
  };
}
