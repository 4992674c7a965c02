import { existsSync } from 'node:fs';
import { DOMAINS } from '@bellwether/contracts';
import {
  hashOfSecret,
  newApiKey,
  readKeyFile,
  writeApiKey,
  writeKeyFile,
  type StoredKey,
} from '@bellwether/platform/auth';
import { CommandError, UsageError } from '../command-error.js';
import type { CreateKeyOptions, KeysOptions, RotateKeyOptions } from '../commands/keys.js';
import type { Session } from '../session.js';

const MS_PER_HOUR = 3_600_000;

/** `bellwether keys create`. */
export async function createKey(session: Session, options: CreateKeyOptions, name: string): Promise<void> {
  const file = fileOf(session, options);
  const { role, days } = options;
  await add(session, file, existsSync(file) ? await readKeyFile(file) : [], {
    name,
    role,
    ...(options.domains !== undefined && { domains: options.domains.map(domainOf) }),
    ...(days !== undefined && { expires_at: later(session, days * 24) }),
  });
}

/** `bellwether keys list`. */
export async function listKeys(session: Session, options: KeysOptions): Promise<void> {
  const stored = await readKeyFile(fileOf(session, options));
  const keys = stored.map(({ sha256: _hash, ...shown }) => shown);
  session.report.result({ keys }, () => keys.map((key) => lineOf(key, session.host.clock())).join('\n') || 'no keys');
}

/** `bellwether keys revoke`: the entry stays, so that a record which names its id can be read. */
export async function revokeKey(session: Session, options: KeysOptions, id: string): Promise<void> {
  const file = fileOf(session, options);
  const keys = await readKeyFile(file);
  const ended = { ...found(keys, id), expires_at: later(session, 0) };
  await writeKeyFile(file, replaced(keys, ended));
  session.report.result({ id, expires_at: ended.expires_at }, () => `${id} (${ended.name}) is revoked`);
}

/** `bellwether keys rotate`. */
export async function rotateKey(session: Session, options: RotateKeyOptions, id: string): Promise<void> {
  const file = fileOf(session, options);
  const keys = await readKeyFile(file);
  const { id: _id, sha256: _hash, not_before: _from, expires_at, ...same } = found(keys, id);
  const grace = later(session, options.graceHours);
  // A key that ends before the grace is over is not given more time by being replaced.
  const until = expires_at !== undefined && Date.parse(expires_at) < Date.parse(grace) ? expires_at : grace;
  session.report.note(`${id} goes on until ${until}`);
  await add(session, file, replaced(keys, { ...found(keys, id), expires_at: until }), same);
}

async function add(
  { report }: Session,
  file: string,
  keys: readonly StoredKey[],
  described: Omit<StoredKey, 'id' | 'sha256'>,
): Promise<void> {
  const key = newApiKey();
  const { id, secret } = key;
  await writeKeyFile(file, [...keys, { id, ...described, sha256: hashOfSecret(secret).toString('hex') }]);
  report.note(`${id} (${described.name}, ${described.role}) is in ${file}. Its key is shown this once:`);
  report.result({ id, key: writeApiKey(key) }, (made) => made.key);
}

function fileOf({ host, path }: Session, { file }: KeysOptions): string {
  const given = file ?? (host.env['API_KEYS_FILE'] || undefined);
  if (given === undefined) throw new UsageError('name the file of keys: --file, or API_KEYS_FILE');
  return path(given);
}

function found(keys: readonly StoredKey[], id: string): StoredKey {
  const key = keys.find((each) => each.id === id);
  if (key !== undefined) return key;
  throw new CommandError('NOT_FOUND', `there is no key '${id}'`, 'See `bellwether keys list`.');
}

function domainOf(name: string) {
  const domain = DOMAINS.find((each) => each === name);
  if (domain !== undefined) return domain;
  throw new UsageError(`'${name}' is no domain: they are ${DOMAINS.join(', ')}`);
}

const replaced = (keys: readonly StoredKey[], by: StoredKey) => keys.map((key) => (key.id === by.id ? by : key));

const later = ({ host }: Session, hours: number): string =>
  new Date(host.clock().getTime() + hours * MS_PER_HOUR).toISOString();

function lineOf({ id, name, role, domains, expires_at }: Omit<StoredKey, 'sha256'>, now: Date): string {
  const ended = expires_at !== undefined && Date.parse(expires_at) <= now.getTime();
  const end = expires_at === undefined ? 'never expires' : `${ended ? 'expired' : 'expires'} ${expires_at}`;
  return `${id}  ${role.padEnd(8)}  ${name}  (${domains?.join(', ') ?? 'all domains'}, ${end})`;
}
