import { readFile } from 'node:fs/promises';
import { CommandError } from '../command-error.js';
import type { Session } from '../session.js';
import { withStack } from '../stack/connect-stack.js';
import type { Stack } from '../stack/stack.js';

const TIMEOUT_MS = 60_000;

/** `bellwether predict --model`: the tensors of a file through a registered model. */
export async function infer(session: Session, model: string, input: string): Promise<void> {
  const body = await readFile(session.path(input), 'utf8');
  try {
    JSON.parse(body);
  } catch (cause) {
    throw new CommandError(
      'INVALID_ARGUMENT',
      `'${input}' is not JSON`,
      'It must be an inference request: {"inputs":[{"name":…,"shape":…,"datatype":…,"data":…}]}.',
      { cause },
    );
  }
  const answer = await withStack(session, (stack) => post(stack, model, body));
  session.report.result(answer, (result) => JSON.stringify(result, null, 2));
}

/** The Open Inference Protocol is not of our contract, so it has no client of ours: its answers are passed on as they are. */
async function post({ url, apiKey }: Stack, model: string, body: string): Promise<object> {
  const response = await fetch(`${url}/v2/models/${encodeURIComponent(model)}/infer`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
    },
    body,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const text = await response.text();
  const answer = parseObject(text);
  if (response.ok && answer !== undefined) return answer;
  const told = answer !== undefined && 'error' in answer ? String(answer.error) : text.slice(0, 200);
  throw new CommandError(
    response.status === 404 ? 'NOT_FOUND' : 'INVALID_ARGUMENT',
    `model '${model}': ${told}`,
    `Its signature: curl -s ${url}/v2/models/${encodeURIComponent(model)}`,
  );
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
