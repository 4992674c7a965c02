// Lays out what an image of one app holds: node tools/images/prune.mjs --app pricing --out DIR [--platform linux/amd64]
// DIR/dependencies is the work of others and changes with the lockfile, DIR/application is ours and changes with every
// build: two layers of the image, one tree in it. The workspace must be installed and built. Prints what it took, as JSON.
import { constants, copyFileSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { statSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { linkOf, productionClosure } from './closure.mjs';
import { isKept, isShipped } from './keep.mjs';

/** Docker's names of processors, and Node's. */
const CPUS = { amd64: 'x64', arm64: 'arm64' };

const { values: flags } = parseArgs({
  options: {
    app: { type: 'string' },
    out: { type: 'string' },
    platform: { type: 'string', default: `linux/${process.arch === 'x64' ? 'amd64' : process.arch}` },
    // Shares the files with the installation instead of copying them: for tests, on one file system.
    link: { type: 'boolean', default: false },
  },
});
if (!flags.app || !flags.out) throw new Error('--app and --out must be given');

const root = fileURLToPath(new URL('../..', import.meta.url));
const target = targetOf(flags.platform);
const app = join('apps', flags.app);
const { workspaces, dependencies } = productionClosure(readJson('package-lock.json'), app, target);

rmSync(flags.out, { recursive: true, force: true });
const theirs = join(flags.out, 'dependencies');
const ours = join(flags.out, 'application');
mkdirSync(theirs, { recursive: true });
mkdirSync(ours, { recursive: true });

let bytes = 0;
const missing = [];
for (const folder of dependencies) {
  // Packages inside it are in the list themselves where they are needed.
  if (existsSync(join(root, folder))) take(folder, theirs, (path) => !isNested(path) && isKept(folder, path, target));
  else missing.push(folder);
}
if (missing.length > 0) throw new Error(`not installed: ${missing.join(', ')}`);
for (const folder of workspaces) {
  if (!existsSync(join(root, folder, 'dist'))) throw new Error(`${folder} is not built: run npm run build`);
  const { name, files } = readJson(join(folder, 'package.json'));
  take(folder, ours, (path) => isShipped(path, files) && isKept(folder, path, target));
  const link = join(ours, linkOf(name));
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(relative(dirname(link), join(ours, folder)), link);
}
// Data that the app reads beside its code, such as the configurations of the models.
for (const folder of readJson(join(app, 'package.json')).bellwether?.files ?? []) take(folder, ours, () => true);

process.stdout.write(
  `${JSON.stringify({ app: flags.app, platform: flags.platform, workspaces, dependencies, bytes })}\n`,
);

function take(folder, destination, isWanted) {
  const from = join(root, folder);
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const source = join(entry.parentPath, entry.name);
    if (!isWanted(relative(from, source).replaceAll('\\', '/'))) continue;
    const copy = join(destination, folder, relative(from, source));
    mkdirSync(dirname(copy), { recursive: true });
    if (flags.link) linkSync(source, copy);
    else copyFileSync(source, copy, constants.COPYFILE_FICLONE);
    bytes += statSync(copy).size;
  }
}

function isNested(path) {
  return path.startsWith('node_modules/') || path.includes('/node_modules/');
}

function targetOf(platform) {
  const [os, processor] = platform.split('/');
  const cpu = CPUS[processor];
  if (os !== 'linux' || cpu === undefined)
    throw new Error(`--platform must be linux/amd64 or linux/arm64, got ${platform}`);
  return { os, cpu };
}

function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}
