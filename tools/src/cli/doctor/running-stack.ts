import { HealthResponse } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import type { Session } from '../session.js';
import { findStack } from '../stack/connect-stack.js';
import { isReady } from '../stack/probe.js';
import type { Stack } from '../stack/stack.js';
import type { Finding } from './finding.js';

const TIMEOUT_MS = 5_000;

/** What the stack says of itself: its stores, and the models it serves. Undefined where none runs. */
export async function examineStack(session: Session): Promise<Finding[] | undefined> {
  try {
    const stack = await findStack(session);
    return stack && [await readiness(stack), ...(await health(stack))];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const advice = 'advice' in error ? String(error.advice) : 'Start it again.';
    return [{ what: 'Stack', status: 'wrong', detail: error.message, advice }];
  }
}

async function readiness({ url }: Stack): Promise<Finding> {
  return (await isReady(url, TIMEOUT_MS))
    ? { what: 'Stack', status: 'ok', detail: `takes requests at ${url}` }
    : {
        what: 'Stack',
        status: 'wrong',
        detail: `lives at ${url} but takes no requests yet`,
        advice: `Wait while it starts; ${url}/readyz says what it waits for.`,
      };
}

async function health({ url, apiKey }: Stack): Promise<Finding[]> {
  const answer = await fetch(`${url}/api/v1/ml/health`, {
    headers: apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const parsed = HealthResponse.safeParse(await answer.json());
  if (!parsed.success) {
    const advice = 'Is it a Bellwether of this version? Check the address.';
    return [{ what: 'Health', status: 'wrong', detail: 'the answer of /health is not one', advice }];
  }
  const { checks, models_loaded } = parsed.data;
  const stores = Object.entries(checks).map(([name, { status, latency_ms, detail }]): Finding => {
    const shown = `${status}, ${latency_ms} ms${detail === undefined ? '' : `: ${detail}`}`;
    if (status === 'ok') return { what: name, status: 'ok', detail: shown };
    if (status === 'degraded') return { what: name, status: 'note', detail: shown };
    return { what: name, status: 'wrong', detail: shown, advice: `Bring ${name} back; requests that need it fail.` };
  });
  return [...stores, modelsFinding(models_loaded)];
}

function modelsFinding(loaded: Readonly<Record<string, string>>): Finding {
  const names = Object.entries(loaded).map(([name, version]) => `${name} ${version}`);
  return names.length > 0
    ? { what: 'Models', status: 'ok', detail: names.join(', ') }
    : { what: 'Models', status: 'wrong', detail: 'none is loaded', advice: 'Train them: bellwether train --all' };
}
