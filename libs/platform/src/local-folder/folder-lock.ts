import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { DomainError } from '@bellwether/errors';

/** How often a holder says that it lives, and after how long a silent holder on another host counts as dead. */
const HEARTBEAT_MS = 5_000;
const SILENT_AFTER_MS = 60_000;
/** A takeover is a few system calls; one that is older was left by a crash in the middle of it. */
const TAKEOVER_STALE_MS = 10_000;

interface Holder {
  readonly token: string;
  readonly pid: number;
  readonly host: string;
  /** Start of the process in clock ticks since boot (Linux), so that a reused pid is not taken for the old process. */
  readonly startTicks: string | null;
}

export interface FolderLock {
  release(): void;
}

/**
 * Takes a folder for this process: an embedded engine's files belong to one process at a time.
 *
 * The lock is the file `<folder>.lock` beside the folder. It falls to the next comer when its holder is dead: on the
 * same host when no process has the pid and start time written in it, on another host (containers that share a volume)
 * when its heartbeat is older than a minute. Node has no flock(2), which would need none of this.
 *
 * @throws FAILED_PRECONDITION while a live process holds it.
 */
export function lockFolder(folder: string): FolderLock {
  const file = `${folder}.lock`;
  const mine: Holder = {
    token: randomUUID(),
    pid: process.pid,
    host: hostname(),
    startTicks: startTicksOf(process.pid),
  };
  mkdirSync(dirname(file), { recursive: true });
  if (!createExclusively(file, mine)) takeOver(file, folder, mine);
  const heartbeat = setInterval(() => touch(file), HEARTBEAT_MS).unref();
  return {
    release() {
      clearInterval(heartbeat);
      if (readHolder(file)?.token === mine.token) rmSync(file, { force: true });
    },
  };
}

/** Replaces a dead holder's file; a second file, created exclusively, lets one comer at a time decide. */
function takeOver(file: string, folder: string, mine: Holder): void {
  const takeover = `${file}.takeover`;
  if (ageMs(takeover) > TAKEOVER_STALE_MS) rmSync(takeover, { force: true });
  if (!createExclusively(takeover, mine)) throw heldBy(folder, null);
  try {
    const holder = readHolder(file);
    if (holder && isAlive(holder, file)) throw heldBy(folder, holder);
    const fresh = `${file}.${mine.token}`;
    writeFileSync(fresh, JSON.stringify(mine));
    renameSync(fresh, file);
  } finally {
    rmSync(takeover, { force: true });
  }
}

function heldBy(folder: string, holder: Holder | null): DomainError {
  const who = holder ? `process ${holder.pid} on ${holder.host}` : 'another process that is starting';
  return new DomainError(
    'FAILED_PRECONDITION',
    `folder ${folder} must be open in one process at a time, and ${who} has it open: stop that, or talk to it over HTTP`,
  );
}

function createExclusively(file: string, holder: Holder): boolean {
  try {
    writeFileSync(file, JSON.stringify(holder), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** The holder, or null for a file that is absent or torn (its writer died while writing it). */
function readHolder(file: string): Holder | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    return null;
  }
}

function isAlive(holder: Holder, file: string): boolean {
  if (holder.host !== hostname()) return ageMs(file) < SILENT_AFTER_MS;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: there is such a process, of another user.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return holder.startTicks === startTicksOf(holder.pid);
}

/** Field 22 of /proc/PID/stat, counted after the name in brackets; null where there is no /proc (macOS). */
function startTicksOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

/** Against the file system's own clock, which holder and comer share. */
function ageMs(file: string): number {
  try {
    return Date.now() - statSync(file).mtimeMs;
  } catch {
    return 0;
  }
}

function touch(file: string): void {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {
    // The file was removed by hand: nothing to keep alive.
  }
}
