/** What was found out about a server by asking it. */
export interface Probed {
  readonly engine: string;
  /** As the server tells it; undefined where it does not, and for what runs in the process. */
  readonly version?: string;
  readonly latencyMs?: number;
  readonly faults: readonly Fault[];
}

export interface Fault {
  /** `note`: it works, but is not as it should be. */
  readonly severity: 'wrong' | 'note';
  readonly detail: string;
  readonly advice: string;
}

/** What a server is for. */
export type ServerUse = 'relational' | 'jobs' | 'events' | 'analytics' | 'artifacts' | 'cache' | 'online' | 'registry';

/** Asks one server; changes nothing there. @throws whatever its client throws when it does not answer. */
export type Probe = (url: URL, use: ServerUse) => Promise<Probed>;

/** How long a server has to answer, in milliseconds. */
export const PROBE_TIMEOUT_MS = 5_000;

export const wrong = (detail: string, advice: string): Fault => ({ severity: 'wrong', detail, advice });
export const note = (detail: string, advice: string): Fault => ({ severity: 'note', detail, advice });

/** Those of which the condition holds. */
export const faultsOf = (...found: readonly (readonly [boolean, Fault])[]): Fault[] =>
  found.filter(([holds]) => holds).map(([, fault]) => fault);
