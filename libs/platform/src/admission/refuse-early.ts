import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import { failureOf, failureAnswer, type ForeignErrors } from '../problems/index.js';
import type { AdmissionGate } from './admission-gate.js';
import { isExemptPath } from './load.js';
import { isModelDelivery } from './model-delivery.js';

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Refuses what the event loop is late for before Fastify sees it. What matters under overload is what a refusal costs:
 * here that is the reading of the headers and a ready-made answer. Refusals are counted, not timed, traced or logged.
 *
 * @param isKnown whether a request comes from a caller that is let in, told at once: only then is it patient.
 */
export function refuseEarly(
  server: Server,
  gate: AdmissionGate,
  isKnown: (headers: IncomingHttpHeaders) => boolean,
  foreign: readonly ForeignErrors[],
): void {
  const listeners = server.listeners('request') as Listener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    const url = request.url ?? '/';
    if (isExemptPath(url)) return listeners.forEach((listener) => listener(request, response));
    const error = gate.refusalIfLate(() => isModelDelivery(request.method ?? '', url) && isKnown(request.headers));
    if (error === undefined) return listeners.forEach((listener) => listener(request, response));
    const { status, contentType, body } = failureAnswer(failureOf(error), { url, id: randomUUID() }, foreign);
    response.writeHead(status, {
      'content-type': contentType,
      'content-length': Buffer.byteLength(body),
      'retry-after': String(error.retryAfterSeconds),
    });
    response.end(body);
  });
}
