import type { JobContext } from './job-queue.js';

/** What every call that a task makes of another app carries. */
export interface Outgoing {
  /** Its worker's own credential, where it has one. */
  readonly apiKey?: string;
  /** The trace of its run, where that is traced. */
  readonly headers: () => Readonly<Record<string, string>>;
}

export function outgoing({ settings, traceparent }: Pick<JobContext, 'settings' | 'traceparent'>): Outgoing {
  const { serviceApiKey } = settings;
  const headers: Readonly<Record<string, string>> = traceparent === undefined ? {} : { traceparent };
  return { ...(serviceApiKey !== undefined && { apiKey: serviceApiKey }), headers: () => headers };
}
