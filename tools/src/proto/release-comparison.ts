import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buf, type BufResult } from './buf.js';

/** Folder with buf.yaml and the .proto files, below the root of the repository. */
const CONTRACTS = 'libs/contracts';

export interface ReleaseComparison extends BufResult {
  /** The release compared with; undefined when there is none with contracts yet. */
  readonly release: string | undefined;
}

/** Compares the .proto files of a working tree with those of its last release: the highest tag `v…` before its commit. */
export function compareWithRelease(repository: string): ReleaseComparison {
  const release = git(repository, 'tag', '--merged', 'HEAD', '--sort=-version:refname', '--list', 'v[0-9]*')?.split(
    '\n',
  )[0];
  if (!release) return { release: undefined, ok: true, output: 'no release tag yet: compared with nothing' };

  const folder = mkdtempSync(join(tmpdir(), 'bellwether-release-'));
  try {
    // An archive, as a clone of a work tree or of a shallow checkout may not reach the tag.
    const archive = join(folder, 'release.tar');
    if (
      git(repository, 'archive', '--output', archive, release, `${CONTRACTS}/proto`, `${CONTRACTS}/buf.yaml`) ===
      undefined
    ) {
      return { release: undefined, ok: true, output: `${release} has no .proto files: compared with nothing` };
    }
    return { release, ...buf('breaking', join(repository, CONTRACTS), '--against', `${archive}#subdir=${CONTRACTS}`) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What git prints; undefined when it fails, as outside a repository. */
function git(repository: string, ...args: string[]): string | undefined {
  const { status, stdout } = spawnSync('git', ['-C', repository, ...args], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}
