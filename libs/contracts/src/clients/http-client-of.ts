import { DomainError } from '@bellwether/errors';
import type { Operation } from '../operation.js';
import { baseAddress } from './base-address.js';
import { type ClientBehaviour, type ClientOf, clientOf, type Send } from './client.js';
import { httpFailure } from './http-problem.js';
import { httpRequest } from './http-request.js';

export interface HttpClientOptions extends ClientBehaviour {
  /** Scheme, host, port and, behind a gateway, the path before `/api`; a user and password in it are sent as Basic. */
  readonly baseUrl: string;
  /** Sent as `Authorization: Bearer …`. */
  readonly apiKey?: string;
  readonly fetch?: typeof globalThis.fetch;
}

/**
 * A client of these operations over HTTP, and of no others: what a page loads is no more than what it calls. It needs
 * nothing of Node.
 */
export function httpClientOf<Operations extends Readonly<Record<string, Operation>>>(
  operations: Operations,
  options: HttpClientOptions,
): ClientOf<Operations> {
  return clientOf(operations, options, sendOverHttp(options));
}

function sendOverHttp({ baseUrl, apiKey, headers, fetch = globalThis.fetch }: HttpClientOptions): Send {
  const { base, authorization } = baseAddress(baseUrl, apiKey);
  return async (operation, request, { signal, deadlineMs }) => {
    const { target, body } = httpRequest(operation, request);
    const expiry = AbortSignal.timeout(Math.ceil(deadlineMs));
    try {
      const answer = await fetch(base + target, {
        method: operation.verb,
        headers: {
          ...headers?.(),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(authorization !== undefined && { authorization }),
        },
        signal: signal === undefined ? expiry : AbortSignal.any([signal, expiry]),
        ...(body !== undefined && { body }),
      });
      const text = await answer.text();
      if (!answer.ok) throw httpFailure(answer.status, answer.headers.get('retry-after'), text);
      return parseAnswer(operation, text);
    } catch (cause) {
      if (cause instanceof DomainError) throw cause;
      if (signal?.aborted) throw signal.reason;
      if (expiry.aborted) {
        throw new DomainError('DEADLINE_EXCEEDED', `${operation.method} had no answer within ${deadlineMs} ms`);
      }
      throw new DomainError('UNAVAILABLE', `no answer from ${base} to ${operation.method}`, { cause });
    }
  };
}

function parseAnswer({ method }: Operation, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DomainError('INTERNAL', `the answer of ${method} is not JSON: '${text.slice(0, 80)}'`, { cause });
  }
}
