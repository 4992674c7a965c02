import {
  Agent,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { pipeline } from 'node:stream';
import { DomainError } from '@bellwether/errors';
import { takeRest } from '@bellwether/platform/transport';

/** Headers of one connection, which end at it (RFC 9110 §7.6.1); `expect` is answered by the server here. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'upgrade',
];
const OF_REQUEST = new Set([...HOP_BY_HOP, 'transfer-encoding', 'expect']);
const OF_ANSWER = new Set([...HOP_BY_HOP, 'transfer-encoding']);

/** How long an app may send nothing, in milliseconds: as long as a caller may wait for a training. */
const IDLE_TIMEOUT_MS = 600_000;
const RETRY_AFTER_SECONDS = 2;

/**
 * A body of more bytes than this, or of who knows how many, waits for this long after its headers, in milliseconds. An app
 * that refuses by the headers closes the connection, and writing into a closed connection loses the refusal.
 */
const LONG_BODY_BYTES = 65_536;
const REFUSAL_MS = 100;

/** Sends requests on to one app, bodies as streams. Nothing is tried again: the proxy cannot know what is safe to repeat. */
export class Forwarder {
  private readonly agent: Agent;
  private inFlight = 0;

  constructor(
    private readonly app: string,
    private readonly url: string,
    private readonly limit: number,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: limit, maxFreeSockets: 16 });
  }

  /**
   * @param refuse answers for an app that does not: RESOURCE_EXHAUSTED when too many wait for it, UNAVAILABLE when it is
   *   down, DEADLINE_EXCEEDED when it has gone silent.
   */
  forward(request: IncomingMessage, response: ServerResponse, refuse: (error: DomainError) => void): void {
    if (this.inFlight >= this.limit) {
      return refuse(
        new DomainError('RESOURCE_EXHAUSTED', `${this.app} has ${this.limit} requests in flight`, {
          retryAfterSeconds: 1,
        }),
      );
    }
    this.inFlight += 1;
    response.once('close', () => (this.inFlight -= 1));
    const { hostname, port } = new URL(this.url);
    const upstream = httpRequest({
      agent: this.agent,
      timeout: IDLE_TIMEOUT_MS,
      ...{ hostname, port, method: request.method, headers: headersFor(request) },
      // As it came: a URL object would resolve `..`, and hide from the app what was asked.
      path: request.url,
    });
    const fail = (error: DomainError) => {
      upstream.destroy();
      if (response.headersSent) response.destroy();
      else refuse(error);
    };
    upstream.once('timeout', () => fail(new DomainError('DEADLINE_EXCEEDED', `${this.app} has gone silent`)));
    upstream.on('error', () => {
      if (response.headersSent || response.destroyed) return;
      fail(new DomainError('UNAVAILABLE', `${this.app} is not there`, { retryAfterSeconds: RETRY_AFTER_SECONDS }));
    });
    upstream.once('response', (answer) => {
      request.unpipe(upstream);
      if (takeRest(request)) response.setHeader('connection', 'keep-alive');
      response.writeHead(answer.statusCode ?? 502, without(answer.headers, OF_ANSWER));
      pipeline(answer, response, () => upstream.destroy());
    });
    response.once('close', () => {
      if (!response.writableFinished) upstream.destroy();
    });
    if (!isLong(request)) return void request.pipe(upstream);
    upstream.flushHeaders();
    const begin = setTimeout(() => request.pipe(upstream), REFUSAL_MS);
    for (const end of ['response', 'close']) upstream.once(end, () => clearTimeout(begin));
  }

  close(): void {
    this.agent.destroy();
  }
}

function isLong({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > LONG_BODY_BYTES;
}

function headersFor(request: IncomingMessage): IncomingHttpHeaders {
  const headers = without(request.headers, OF_REQUEST);
  const hasBody = request.headers['transfer-encoding'] !== undefined || request.headers['content-length'] !== undefined;
  return {
    ...headers,
    ...(!hasBody && request.method !== 'GET' && request.method !== 'HEAD' && { 'content-length': '0' }),
    'x-forwarded-for': [request.headers['x-forwarded-for'], request.socket.remoteAddress].filter(Boolean).join(', '),
  };
}

function without(headers: IncomingHttpHeaders, dropped: ReadonlySet<string>): IncomingHttpHeaders {
  const named = new Set(headers.connection?.split(',').map((name) => name.trim().toLowerCase()));
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.has(name) && !named.has(name)));
}
