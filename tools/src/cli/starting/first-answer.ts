import { setTimeout as delay } from 'node:timers/promises';
import type { PredictChurnResponse, PredictNoShowResponse } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import type { Session } from '../session.js';
import type { Stack } from '../stack/stack.js';
import { showing } from '../terminal/progress.js';

/** A booking that the simulated hotel always has. */
const BOOKING = 'BOOK001';
/** How long the services may take to load the models that the registry has, in milliseconds. */
const PATIENCE_MS = 60_000;
const PAUSE_MS = 100;

export interface FirstAnswer {
  readonly request: { readonly booking_id: string };
  readonly answer: PredictChurnResponse;
}

/** Asks for a prediction until every model answers: until then the stack is not of use. */
export function firstAnswer(session: Session, { api }: Stack): Promise<FirstAnswer> {
  const request = { booking_id: BOOKING };
  return showing(session.report.progress, 'Loading the models', async () => {
    const answer = await patiently<PredictChurnResponse>(session, () => api.predictChurn(request));
    await patiently<PredictNoShowResponse>(session, () => api.predictNoShow(request));
    return { value: { request, answer }, outcome: answer.model_version };
  });
}

/** Tries again while the service says that it has no model yet. */
async function patiently<T>({ host }: Session, ask: () => Promise<T>): Promise<T> {
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
