import { setTimeout as delay } from 'node:timers/promises';
import { DomainError } from '@bellwether/errors';
import type { Host } from '../host.js';

/** How long a service may take to load a model that the registry has, in milliseconds. */
const PATIENCE_MS = 60_000;
const PAUSE_MS = 100;

/** Asks again while a service says that it has no model yet, as one that has just started does. */
export async function untilLoaded<Answer>(
  host: Pick<Host, 'now' | 'signal'>,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  const until = host.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const isEarly = error instanceof DomainError && error.code === 'UNAVAILABLE';
      if (!isEarly || host.now() > until) throw error;
      await delay(PAUSE_MS, undefined, { signal: host.signal });
    }
  }
}
