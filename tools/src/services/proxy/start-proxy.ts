import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DomainError } from '@bellwether/errors';
import { failureOf, problemOf } from '@bellwether/platform/problems';
import { takeRest } from '@bellwether/platform/transport';
import type { Placed } from '../placing.js';
import { Forwarder } from './forward.js';
import { ownAnswers } from './own-answers.js';
import { ownersOf } from './owners.js';

/** As long as the longest upload of an artifact may take, in milliseconds. */
const REQUEST_TIMEOUT_MS = 600_000;
/** Requests in flight to one app. */
const IN_FLIGHT = 512;
const MAX_CONNECTIONS = 8_192;
const DRAIN_MS = 5_000;

export interface RunningProxy {
  readonly url: string;
  stop(): Promise<void>;
}

export interface ProxyOptions {
  readonly apps: readonly Placed[];
  readonly host: string;
  readonly port: number;
  readonly version: string;
  readonly clock: () => Date;
}

/** All apps behind one address over HTTP: each path goes to its owner, and what is about all of them is answered here. */
export async function startProxy({ apps, host, port, version, clock }: ProxyOptions): Promise<RunningProxy> {
  const ownerOf = ownersOf(apps);
  const forwarders = new Map(apps.map(({ name, url }) => [name, new Forwarder(name, url, IN_FLIGHT)]));
  const own = ownAnswers(Object.fromEntries(apps.map(({ name, url }) => [name, url])), version, clock);
  const assets = apps[0] && forwarders.get(apps[0].name);

  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0]!;
    const refuse = (error: unknown) => sendProblem(request, response, error);
    const answer = request.method === 'GET' && Object.hasOwn(own, path) ? own[path] : undefined;
    if (answer !== undefined) {
      Promise.resolve()
        .then(answer)
        .then(({ type, body }) => response.writeHead(200, { 'content-type': type }).end(body), refuse);
      return;
    }
    const forwarder = path.startsWith('/docs/') ? assets : forwarders.get(ownerOf(path) ?? '');
    if (forwarder !== undefined) forwarder.forward(request, response, refuse);
    else refuse(new DomainError('NOT_FOUND', `there is no ${request.method} ${path.slice(0, 256)}`));
  });
  server.maxConnections = MAX_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      const patience = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      });
      clearTimeout(patience);
      for (const forwarder of forwarders.values()) forwarder.close();
    },
  };
}

function sendProblem(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  const failure = failureOf(error);
  if (takeRest(request)) response.setHeader('connection', 'keep-alive');
  response
    .writeHead(failure.httpStatus, {
      'content-type': 'application/problem+json; charset=utf-8',
      ...(failure.retryAfterSeconds !== undefined && { 'retry-after': String(failure.retryAfterSeconds) }),
    })
    .end(JSON.stringify(problemOf(failure, randomUUID())));
}
