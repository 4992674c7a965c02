// Prints, as one line of JSON, what a change affects: every project, and the apps among them that are services of their
// own, each with what a job of CI needs to know of it.
//   node tools/ci/affected.mjs [--base REF] [--head REF]     between two commits (default: main, and the working tree)
//   node tools/ci/affected.mjs --files PATH,PATH             if these files changed
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values } = parseArgs({
  options: { base: { type: 'string' }, head: { type: 'string' }, files: { type: 'string' } },
});

const asked = Object.entries(values).flatMap(([name, value]) => [`--${name}`, value]);
const { status, stdout, stderr } = spawnSync(
  join(root, 'node_modules/.bin/nx'),
  ['show', 'projects', '--affected', '--json', ...asked],
  { cwd: root, encoding: 'utf8', env: { ...process.env, NX_DAEMON: 'false' } },
);
if (status !== 0) {
  process.stderr.write(stderr || stdout);
  process.exit(1);
}
const projects = JSON.parse(stdout).sort();
const apps = services().filter(({ project }) => projects.includes(project));
console.log(JSON.stringify({ projects, apps }));

/** Every app that says of itself in its package.json how it is served. */
function services() {
  return readdirSync(join(root, 'apps'))
    .map((app) => ({ app, file: join(root, 'apps', app, 'package.json') }))
    .filter(({ file }) => existsSync(file))
    .map(({ app, file }) => ({ app, ...JSON.parse(readFileSync(file, 'utf8')) }))
    .filter(({ bellwether }) => bellwether?.http !== undefined)
    .map(({ app, nx, version }) => ({ app, project: nx.name, version }));
}
