import { statfs } from 'node:fs/promises';
import { arch, availableParallelism, freemem, platform, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { existsSync } from 'node:fs';
import { formatBytes } from '../terminal/format.js';
import type { Finding } from './finding.js';

const MIN_NODE = [20, 19] as const;
const PLATFORMS = new Set(['linux x64', 'linux arm64', 'darwin x64', 'darwin arm64']);
/** What standalone takes at most with the simulated hotel, and the disk that its stores and models need. */
const MEMORY_BYTES = 2.5 * 2 ** 30;
const DISK_BYTES = 2 * 2 ** 30;

export function examineNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isNew = major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1]);
  return isNew
    ? { what: 'Node', status: 'ok', detail: version }
    : { what: 'Node', status: 'wrong', detail: version, advice: `Install Node ${MIN_NODE.join('.')} or later.` };
}

export function examinePlatform(name = `${platform()} ${arch()}`): Finding {
  const detail = `${name}, ${availableParallelism()} cores`;
  return PLATFORMS.has(name)
    ? { what: 'Platform', status: 'ok', detail }
    : { what: 'Platform', status: 'wrong', detail, advice: 'Use Linux (glibc) or macOS; on Windows, WSL2.' };
}

export function examineMemory(free = freemem(), total = totalmem()): Finding {
  const detail = `${formatBytes(free)} free of ${formatBytes(total)}`;
  return free >= MEMORY_BYTES
    ? { what: 'Memory', status: 'ok', detail }
    : {
        what: 'Memory',
        status: 'note',
        detail: `${detail}; everything in one process may take ${formatBytes(MEMORY_BYTES)}`,
      };
}

/** @param home folder of the stores, which need not be there yet. */
export async function examineDisk(home: string): Promise<Finding> {
  let folder = home;
  while (!existsSync(folder)) folder = dirname(folder);
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const detail = `${formatBytes(free)} free at ${folder}`;
  return free >= DISK_BYTES
    ? { what: 'Disk', status: 'ok', detail }
    : {
        what: 'Disk',
        status: 'wrong',
        detail,
        advice: `Make room for ${formatBytes(DISK_BYTES)}, or set BELLWETHER_HOME to another disk.`,
      };
}
