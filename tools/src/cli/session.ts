import { resolve } from 'node:path';
import type { Host } from './host.js';
import type { Report } from './report.js';

/** What a running command has at hand. */
export interface Session {
  readonly host: Host;
  readonly report: Report;
  /** Folder of the embedded stores, absolute. */
  readonly home: string;
  /** Where the user says that the stack is: `--url`, then BELLWETHER_URL. */
  readonly url: string | undefined;
  /** Path of the user's as an absolute one. */
  readonly path: (given: string) => string;
}

/** Options that commands share. */
export interface SharedOptions {
  readonly json?: true;
  readonly home?: string;
  readonly url?: string;
}

export function openSession(host: Host, options: SharedOptions, report: Report): Session {
  const path = (given: string) => resolve(host.cwd, given);
  // An empty variable is one that somebody has switched off.
  const { BELLWETHER_HOME, BELLWETHER_URL } = host.env;
  return {
    host,
    report,
    home: path(options.home ?? (BELLWETHER_HOME || '.bellwether')),
    url: options.url ?? (BELLWETHER_URL || undefined),
    path,
  };
}
