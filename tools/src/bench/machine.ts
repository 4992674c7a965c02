import { spawnSync } from 'node:child_process';
import { arch, availableParallelism, cpus, platform, totalmem } from 'node:os';
import type { Machine } from './result.js';

export function thisMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memory_gib: Math.round(totalmem() / 2 ** 30),
    platform: `${platform()} ${arch()}`,
    node: process.versions.node,
  };
}

/** The commit at hand, with `+` behind it where something was changed since; empty outside a repository. */
export function thisCommit(root: string): string {
  const git = (...args: string[]) => {
    const { status, stdout } = spawnSync('git', ['-C', root, ...args], { encoding: 'utf8' });
    return status === 0 ? stdout.trim() : '';
  };
  const changed = git('status', '--porcelain', '--untracked-files=no', '--', ':!docs') !== '';
  return git('rev-parse', '--short=10', 'HEAD') + (changed ? '+' : '');
}
