// Makes what compose.yaml reads from docker/secrets, which is in no repository: node docker/make-secrets.mjs
// A password that is there already is kept, since the database on its volume knows it, and so is a key, since callers do.
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const root = fileURLToPath(new URL('..', import.meta.url));
const [folder = join(root, 'docker/secrets')] = process.argv.slice(2);
mkdirSync(folder, { recursive: true, mode: 0o700 });

const password = kept('postgres_password');
kept('grafana_password');
write('minio.env', ['MINIO_ROOT_USER=bellwether', `MINIO_ROOT_PASSWORD=${kept('minio_password')}`]);

// Who may call: a person with every role, what scrapes metrics, and the apps among themselves. The worker registers models.
const keys = { admin: 'admin', reader: 'prometheus', service: 'apps', engineer: 'worker' };
write('api_keys', [
  JSON.stringify({ keys: Object.entries(keys).map(([role, name]) => stored(role, name, apiKey(role))) }, null, 2),
]);

// Every app that is deployed says its ports in its package.json; each has a database of its own, and jobs are the worker's.
const apps = readdirSync(join(root, 'apps')).filter((app) => manifest(app).bellwether !== undefined);
const database = (app) => app.replaceAll('-', '_');
write(
  'databases.sql',
  apps.map((app) => `CREATE DATABASE ${database(app)};`),
);
for (const app of apps) {
  const url = (of) => `postgres://bellwether:${password}@postgres:5432/${database(of)}`;
  write(`${app}.env`, [
    `DATABASE_URL=${url(app)}`,
    `JOBS_URL=${url('worker')}`,
    `SERVICE_API_KEY=${apiKey(app === 'worker' ? 'engineer' : 'service')}`,
  ]);
}

/** In the form of `bellwether keys create`. */
function apiKey(role) {
  return kept(`${role}_api_key`, () => `bw_${randomBytes(6).toString('hex')}_${randomBytes(32).toString('base64url')}`);
}

function stored(role, name, key) {
  const [id, secret] = [key.slice(3, 15), key.slice(16)];
  return { id, name, role, sha256: createHash('sha256').update(secret).digest('hex') };
}

function kept(name, make = () => randomBytes(24).toString('base64url')) {
  const file = join(folder, name);
  if (!existsSync(file)) write(name, [make()]);
  return readFileSync(file, 'utf8').trim();
}

/** Readable by all, because a container reads it as a user of its own; the folder is its owner's alone. */
function write(name, lines) {
  writeFileSync(join(folder, name), `${lines.join('\n')}\n`, { mode: 0o644 });
}

function manifest(app) {
  return JSON.parse(readFileSync(join(root, 'apps', app, 'package.json'), 'utf8'));
}
