// What of the workspace is built, and what is older than its sources: plain JavaScript, since it runs before the build.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const SOURCE = /(?<!\.spec)\.(ts|tsx|css|html)$/;

/** Folders of the workspace's packages. */
export function projectsOf(root) {
  const below = (folder) => readdirSync(join(root, folder)).map((name) => join(root, folder, name));
  const libs = below('libs').flatMap((folder) =>
    existsSync(join(folder, 'package.json')) ? [folder] : readdirSync(folder).map((name) => join(folder, name)),
  );
  return [...libs, ...below('apps'), join(root, 'tools')].filter((folder) => existsSync(join(folder, 'src')));
}

/** The command that a package's build runs after the compiler, such as that of a page; undefined where there is none. */
export function afterCompiling(project) {
  const { scripts } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
  const [compiler, ...rest] = scripts.build.split(' && ');
  if (!compiler.startsWith('tsc -b'))
    throw new Error(`${project}: the build must begin with tsc -b, it is ${compiler}`);
  return rest.length === 0 ? undefined : rest.join(' && ');
}

/** Whether the compiler has to run. A page is none of its sources. */
export function isStale(project) {
  return isOlder(join(project, 'dist/.tsbuildinfo'), newest(join(project, 'src'), 'page'));
}

/** Whether the page of a package has to be built; never of one without. */
export function isPageStale(project) {
  const page = join(project, 'src/page');
  return existsSync(page) && isOlder(join(project, 'dist/page/index.html'), newest(page));
}

/**
 * Builds everything without checking types, which tells nobody anything new about a release and takes a third of the time;
 * `npm run build` and `npm test` check. Output goes to standard error.
 *
 * @returns whether it succeeded.
 */
export function build(root) {
  const run = (command, args, options) => spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], ...options });
  const compiler = [join(root, 'node_modules/typescript/bin/tsc'), '-b', '--noCheck'];
  if (run(process.execPath, compiler).status !== 0) return false;
  return projectsOf(root)
    .filter((project) => isPageStale(project))
    .every((project) => {
      // Where npm would look for the command: first in what the package has for itself.
      const bins = [project, root].map((folder) => join(folder, 'node_modules/.bin'));
      const env = { ...process.env, PATH: [...bins, process.env.PATH].join(':') };
      return run(afterCompiling(project), [], { cwd: project, env, shell: true }).status === 0;
    });
}

function isOlder(built, changed) {
  return !existsSync(built) || statSync(built).mtimeMs < changed;
}

/** When a source below a folder was changed last, in milliseconds since 1970; 0 without one. */
function newest(folder, except) {
  return readdirSync(folder, { withFileTypes: true }).reduce((latest, entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === except ? latest : Math.max(latest, newest(path));
    return SOURCE.test(entry.name) ? Math.max(latest, statSync(path).mtimeMs) : latest;
  }, 0);
}
