// Makes what compose.yaml reads from docker/secrets, which is in no repository: node docker/make-secrets.mjs
// A password that is there already is kept, since the database on its volume knows it.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const root = fileURLToPath(new URL('..', import.meta.url));
const [folder = join(root, 'docker/secrets')] = process.argv.slice(2);
mkdirSync(folder, { recursive: true, mode: 0o700 });

const password = kept('postgres_password');
kept('grafana_password');
write('minio.env', ['MINIO_ROOT_USER=bellwether', `MINIO_ROOT_PASSWORD=${kept('minio_password')}`]);

// Every app that is deployed says its ports in its package.json; each has a database of its own, and jobs are the worker's.
const apps = readdirSync(join(root, 'apps')).filter((app) => manifest(app).bellwether !== undefined);
const database = (app) => app.replaceAll('-', '_');
write(
  'databases.sql',
  apps.map((app) => `CREATE DATABASE ${database(app)};`),
);
for (const app of apps) {
  const url = (of) => `postgres://bellwether:${password}@postgres:5432/${database(of)}`;
  write(`${app}.env`, [`DATABASE_URL=${url(app)}`, `JOBS_URL=${url('worker')}`]);
}

function kept(name) {
  const file = join(folder, name);
  if (!existsSync(file)) write(name, [randomBytes(24).toString('base64url')]);
  return readFileSync(file, 'utf8').trim();
}

/** Readable by all, because a container reads it as a user of its own; the folder is its owner's alone. */
function write(name, lines) {
  writeFileSync(join(folder, name), `${lines.join('\n')}\n`, { mode: 0o644 });
}

function manifest(app) {
  return JSON.parse(readFileSync(join(root, 'apps', app, 'package.json'), 'utf8'));
}
