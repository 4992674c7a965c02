#!/usr/bin/env node
// Starts the command line. What it runs is built TypeScript: where that is missing or older than its sources, it says so,
// and for `start` builds first.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const main = join(root, 'tools/dist/cli/main.js');
const command = process.argv[2];
process.title = 'bellwether';

/** When anything below a folder was changed last, in milliseconds since 1970; 0 for an absent folder. */
function newest(folder) {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.spec.ts'))
    .reduce((latest, { parentPath, name }) => Math.max(latest, statSync(join(parentPath, name)).mtimeMs), 0);
}

/** Folders of the workspace's packages. */
function projects() {
  const below = (folder) => readdirSync(join(root, folder)).map((name) => join(root, folder, name));
  const libs = below('libs').flatMap((folder) =>
    existsSync(join(folder, 'package.json')) ? [folder] : readdirSync(folder).map((name) => join(folder, name)),
  );
  return [...libs, ...below('apps'), join(root, 'tools')].filter((folder) => existsSync(join(folder, 'src')));
}

function isStale(project) {
  const built = join(project, 'dist/.tsbuildinfo');
  return !existsSync(built) || statSync(built).mtimeMs < newest(join(project, 'src'));
}

const stale = projects().filter(isStale);
if (stale.length > 0 && command === 'start') {
  process.stderr.write('Building …\n');
  const started = performance.now();
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) {
    process.stderr.write('error: the build failed, see above\n');
    process.exit(1);
  }
  process.stderr.write(`Built in ${((performance.now() - started) / 1000).toFixed(0)} s\n`);
} else if (!existsSync(main)) {
  process.stderr.write('error: not built yet: run npm run build\n');
  process.exit(1);
} else if (stale.length > 0) {
  process.stderr.write('warning: the build is older than its sources: run npm run build\n');
}

await import(main);
