import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** Not copied: the installation is linked, the rest is made anew. */
const LEFT_BEHIND = new Set(['node_modules', '.git', '.nx', '.bellwether', 'test-output', 'bench-results']);

/** A copy of the repository, built, to try on it what changes it. */
export interface ScratchWorkspace {
  readonly root: string;
  /** Runs a program of the installation. @throws with its output when it fails. */
  run(bin: string, ...args: string[]): string;
  /** Runs a project's tests, as its `test` script does. @throws with their output when one fails. */
  test(folder: string, project: string): void;
  /** Makes the workspace's packages importable, as npm install does. */
  link(): void;
  remove(): void;
}

export function scratchWorkspace(): ScratchWorkspace {
  const root = mkdtempSync(join(tmpdir(), 'bellwether-workspace-'));
  cpSync(ROOT, root, {
    recursive: true,
    // Or the compiler would take everything for changed.
    preserveTimestamps: true,
    filter: (path) => !LEFT_BEHIND.has(basename(path)),
  });
  const own = join(root, 'node_modules/@bellwether');
  mkdirSync(own, { recursive: true });
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    if (name !== '@bellwether') symlinkSync(join(ROOT, 'node_modules', name), join(root, 'node_modules', name));
  }
  const workspace: ScratchWorkspace = {
    root,
    run: (bin, ...args) => runIn(root, bin === 'node' ? process.execPath : join(root, 'node_modules/.bin', bin), args),
    test: (folder, project) =>
      void runIn(join(root, folder), process.execPath, [join(root, 'tools/ci/jest.mjs'), project]),
    link: () => {
      rmSync(own, { recursive: true });
      mkdirSync(own);
      for (const folder of packages(root)) {
        const { name } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as { name: string };
        symlinkSync(join(root, folder), join(root, 'node_modules', name));
      }
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
  workspace.link();
  // Versions that a lower folder wants for itself.
  for (const folder of packages(root)) {
    const nested = join(ROOT, folder, 'node_modules');
    if (readdirSync(join(ROOT, folder)).includes('node_modules'))
      symlinkSync(nested, join(root, folder, 'node_modules'));
  }
  const git = (...args: string[]) =>
    runIn(root, 'git', ['-c', 'user.name=test', '-c', 'user.email=test@test', ...args]);
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'As it is');
  return workspace;
}

/** Folders of the workspace's packages, relative to the root. */
function packages(root: string): string[] {
  const below = (folder: string) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`);
  const isPackage = (folder: string) => readdirSync(join(root, folder)).includes('package.json');
  const libs = below('libs').flatMap((folder) => (isPackage(folder) ? [folder] : below(folder)));
  return [...libs, ...below('apps'), 'tools'].filter(isPackage);
}

function runIn(cwd: string, command: string, args: readonly string[]): string {
  const { NODE_OPTIONS: _ofJest, ...env } = process.env;
  try {
    return execFileSync(command, args, {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...env,
        NX_DAEMON: 'false',
        NX_WORKSPACE_ROOT_PATH: cwd,
        CI: 'true',
        npm_config_offline: 'true',
        NO_COLOR: '1',
        FORCE_COLOR: '0',
      },
    });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${basename(command)} ${args.join(' ')} failed:\n${stdout}${stderr}`, { cause: error });
  }
}
