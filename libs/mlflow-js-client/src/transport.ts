import { baseAddress, mlflow, type BaseAddress } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import type { z } from 'zod';
import { errorOfAnswer, errorOfFetch, readJson } from './errors.js';
import { abortablePause } from './pause.js';
import { withRetries, type RetryPolicy } from './retry.js';

export interface MlflowClientOptions {
  /** Where the registry answers, e.g. `http://127.0.0.1:8014`; a user and password in it are sent as Basic. */
  readonly baseUrl: string;
  /** Sent with every request, e.g. `authorization`; a function is asked at each, e.g. for the context of its trace. */
  readonly headers?: Readonly<Record<string, string>> | (() => Readonly<Record<string, string>>);
  /** Sent as `Authorization: Bearer …`: an API key, or what MLFLOW_TRACKING_TOKEN holds. */
  readonly apiKey?: string;
  /** Deadline of one request that carries JSON, in milliseconds; default 30 s. */
  readonly timeoutMs?: number;
  /** Deadline of one upload or download, in milliseconds; default 10 min. */
  readonly transferTimeoutMs?: number;
  /** Requests in all for a call that may be repeated; default 4. */
  readonly attempts?: number;
  readonly retry?: Partial<Omit<RetryPolicy, 'attempts'>>;
  readonly fetch?: typeof fetch;
}

export interface CallOptions {
  /** Ends the call and its retries. */
  readonly signal?: AbortSignal;
}

/** What fetch takes as a body; Node's types name it only as part of RequestInit. */
type RequestBody = NonNullable<RequestInit['body']>;

/** What is sent to an artifact path. */
export interface RawRequest {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  /** Path and query below the base URL, encoded. */
  readonly path: string;
  readonly body?: RequestBody;
  /** Whether the same request may be sent again; a body that is a stream can be read only once. */
  readonly repeatable: boolean;
}

/** Calls that would do twice what is asked once, or fail the second time although the first succeeded. */
const NOT_REPEATABLE: ReadonlySet<mlflow.MlflowCall> = new Set<mlflow.MlflowCall>([
  mlflow.createExperiment,
  mlflow.createRun,
  mlflow.createRegisteredModel,
  mlflow.renameRegisteredModel,
  mlflow.createModelVersion,
  mlflow.createLoggedModel,
]);

/** Sends calls of the protocol: deadlines, retries of what may be repeated, answers checked, failures as DomainErrors. */
export class MlflowTransport {
  private readonly address: BaseAddress;
  private readonly policy: RetryPolicy;
  private readonly fetch: typeof fetch;

  constructor(private readonly options: MlflowClientOptions) {
    this.address = baseAddress(options.baseUrl, options.apiKey);
    // A browser's fetch refuses to be called as a method of anything but its window.
    this.fetch = options.fetch ?? ((...request) => fetch(...request));
    this.policy = {
      attempts: options.attempts ?? 4,
      baseDelayMs: 200,
      maxDelayMs: 10_000,
      random: uniform,
      sleep: abortablePause,
      ...options.retry,
    };
  }

  /**
   * @throws what the registry refused, by its error code; UNAVAILABLE when it cannot be reached, DEADLINE_EXCEEDED when
   *   it does not answer in time, INTERNAL when its answer is not one of the protocol.
   */
  async call<Request extends z.ZodType, Response extends z.ZodType>(
    call: mlflow.MlflowCall<Request, Response>,
    request: z.input<Request>,
    options: CallOptions = {},
  ): Promise<z.output<Response>> {
    const what = `${call.verb} ${call.path}`;
    const inQuery = call.verb === 'GET';
    const { path, rest } = addressOf(call.path, request as Record<string, unknown>);
    const send = async () => {
      const answer = await this.exchange(what, inQuery ? path + queryOf(rest) : path, {
        method: call.verb,
        ...(!inQuery && { body: JSON.stringify(request), headers: { 'content-type': 'application/json' } }),
        signal: options.signal,
        timeoutMs: this.options.timeoutMs ?? 30_000,
      });
      return answer.text();
    };
    const text = await (NOT_REPEATABLE.has(call) ? send() : withRetries(this.policy, options.signal, send));
    return parseAnswer(what, call.response, text);
  }

  /** Sends bytes or asks for them; the answer is handed on unread. */
  async raw(request: RawRequest, options: CallOptions = {}): Promise<Response> {
    const what = `${request.method} ${request.path}`;
    const send = () =>
      this.exchange(what, request.path, {
        method: request.method,
        ...(request.body !== undefined && {
          body: request.body,
          headers: { 'content-type': 'application/octet-stream' },
        }),
        signal: options.signal,
        timeoutMs: this.options.transferTimeoutMs ?? 600_000,
      });
    return request.repeatable ? withRetries(this.policy, options.signal, send) : send();
  }

  private async exchange(
    what: string,
    path: string,
    { method, body, headers, signal, timeoutMs }: Exchange,
  ): Promise<Response> {
    const deadline = AbortSignal.timeout(timeoutMs);
    const { base, authorization } = this.address;
    const { headers: own } = this.options;
    const init: RequestInit & { duplex: 'half' } = {
      method,
      headers: {
        ...headers,
        ...(authorization !== undefined && { authorization }),
        ...(typeof own === 'function' ? own() : own),
      },
      body: body ?? null,
      // A stream is sent as it is read; fetch wants that said.
      duplex: 'half',
      // A registry has no reason to send its caller elsewhere, with the caller's credentials.
      redirect: 'error',
      signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
    };
    let response: Response;
    try {
      response = await this.fetch(base + path, init);
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      throw errorOfFetch(what, error, deadline.aborted, timeoutMs);
    }
    if (response.ok) return response;
    throw errorOfAnswer(what, response.status, await response.text(), response.headers.get('retry-after'));
  }
}

interface Exchange {
  readonly method: string;
  readonly body?: RequestBody;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number;
}

function parseAnswer<Schema extends z.ZodType>(what: string, schema: Schema, text: string): z.output<Schema> {
  const parsed = schema.safeParse(readJson(text));
  if (parsed.success) return parsed.data;
  throw new DomainError('INTERNAL', `${what} answered what the protocol does not know: ${text.slice(0, 200)}`, {
    cause: parsed.error,
  });
}

/** The path of a call, its fields filled in, and what of the request does not stand in it. */
function addressOf(pattern: string, request: Record<string, unknown>): { path: string; rest: Record<string, unknown> } {
  const rest = { ...request };
  const segments = pattern.split('/').map((segment) => {
    if (!segment.startsWith(':')) return segment;
    const name = segment.slice(1);
    delete rest[name];
    return pathSegment(name, String(request[name] ?? ''));
  });
  return { path: `${mlflow.MLFLOW_PREFIX}/${segments.join('/')}`, rest };
}

/** fetch would resolve dots before sending, and an empty segment names another call. */
function pathSegment(name: string, value: string): string {
  if (value !== '' && value !== '.' && value !== '..') return encodeURIComponent(value);
  throw new DomainError('INVALID_ARGUMENT', `${name} must be a name, got '${value}'`);
}

/** By what browsers have too. */
function uniform(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32;
}

/** Repeated fields repeat their name; what is absent is left out. */
function queryOf(request: Readonly<Record<string, unknown>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) query.append(name, String(one));
    }
  }
  return query.size === 0 ? '' : `?${query.toString()}`;
}
