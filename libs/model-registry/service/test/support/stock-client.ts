import { setTimeout as pause } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { Answer, TestRegistry } from './registry.js';

type Message = Record<string, unknown>;
type Query = Record<string, string | number | readonly (string | number)[]>;

/** A busy server refuses, and the stock client comes back; here sooner than Retry-After says, and more often. */
const MOST_RETRIES = 200;
const RETRY_AFTER_MS = 100;

/** Calls as the stock Python client makes them: plain HTTP, success is 200 with an object, 429 is sent again. */
export class StockClient {
  private counter = 0;

  constructor(private readonly registry: TestRegistry) {}

  unique(name: string): string {
    return `${name} ${(this.counter += 1)}`;
  }

  post<Json = Message>(path: string, message: Message): Promise<Json> {
    return this.succeed('POST', path, message);
  }

  patch<Json = Message>(path: string, message: Message): Promise<Json> {
    return this.succeed('PATCH', path, message);
  }

  delete<Json = Message>(path: string, message: Message): Promise<Json> {
    return this.succeed('DELETE', path, message);
  }

  get<Json = Message>(path: string, query: Query = {}): Promise<Json> {
    return this.succeed('GET', withQuery(path, query));
  }

  /** Expects a refusal, by default that of a bad parameter, whose message holds a text. */
  async refused(
    [verb, path]: readonly [verb: string, path: string],
    message: Message,
    text: string | RegExp,
    { status = 400, code = 'INVALID_PARAMETER_VALUE' } = {},
  ): Promise<void> {
    const answer = await (verb === 'GET'
      ? this.registry.call(verb, withQuery(path, message as Query))
      : this.registry.call(verb, path, message));
    expect([answer.status, answer.json]).toEqual([
      status,
      {
        error_code: code,
        message: typeof text === 'string' ? expect.stringContaining(text) : expect.stringMatching(text),
      },
    ]);
  }

  async newExperiment(name: string, more: Message = {}): Promise<string> {
    const { experiment_id } = await this.post('experiments/create', { name: this.unique(name), ...more });
    return experiment_id as string;
  }

  async newRun(more: Message = {}): Promise<StoredRun> {
    return (await this.post<{ run: StoredRun }>('runs/create', { user_id: 'unknown', ...more })).run;
  }

  async run(run_id: string): Promise<StoredRun> {
    return (await this.get<{ run: StoredRun }>('runs/get', { run_id })).run;
  }

  private async succeed<Json>(verb: string, path: string, message?: Message): Promise<Json> {
    let answer: Answer = await this.registry.call(verb, path, message);
    for (let retry = 0; retry < MOST_RETRIES && answer.status === 429; retry += 1) {
      await pause(RETRY_AFTER_MS);
      answer = await this.registry.call(verb, path, message);
    }
    expect([answer.status, answer.text.slice(0, 500)]).toEqual([200, expect.stringMatching(/^\{/)]);
    return answer.json as Json;
  }
}

export interface StoredRun {
  readonly info: Message & { run_id: string; artifact_uri: string };
  readonly data: {
    readonly metrics: readonly { key: string; value: number | string; timestamp: number; step: number }[];
    readonly params: readonly { key: string; value: string }[];
    readonly tags: readonly { key: string; value: string }[];
  };
}

/** What the client makes of a list of keys and values. */
export function byKey<Value>(list: readonly { key: string; value: Value }[] = []): Record<string, Value> {
  return Object.fromEntries(list.map(({ key, value }) => [key, value]));
}

function withQuery(path: string, query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) for (const one of [value].flat()) search.append(name, String(one));
  return search.size === 0 ? path : `${path}?${search.toString()}`;
}
