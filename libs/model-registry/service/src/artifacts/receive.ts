import type { Readable } from 'node:stream';
import { DomainError } from '@bellwether/errors';
import type { ArtifactStore } from '@bellwether/platform/artifacts';
import type { FastifyRequest } from 'fastify';
import type { ArtifactProxyOptions } from './artifact-proxy.js';
import { limited, tooLarge } from './byte-limit.js';
import { isContentOf } from './same-content.js';

/** Stores the body of a request as it arrives. @throws PERMISSION_DENIED for another content of a registered version. */
export async function receive(
  store: ArtifactStore,
  path: string,
  request: FastifyRequest,
  options: ArtifactProxyOptions,
): Promise<void> {
  if (Number(request.headers['content-length'] ?? 0) > options.maxBytes) throw tooLarge(options.maxBytes);
  // A body of no bytes comes without a type and is not handed to a parser.
  const body = limited((request.body as Readable | undefined) ?? request.raw, options.maxBytes);
  if (!(await options.isFrozen(path))) await store.put(path, unlessFrozen(path, body, options));
  // A repeated upload of what is there is no change: trainers resume, and clients retry.
  else if (!(await isContentOf(store, path, body))) throw frozen(path);
}

/** A version may be registered while its folder is still written to: what is frozen by the end of the body is not put. */
async function* unlessFrozen(
  path: string,
  content: AsyncIterable<Uint8Array>,
  options: ArtifactProxyOptions,
): AsyncGenerator<Uint8Array> {
  yield* content;
  if (await options.isFrozen(path)) throw frozen(path);
}

export function frozen(path: string): DomainError {
  return new DomainError('PERMISSION_DENIED', `'${path}' belongs to a registered model version and cannot be changed`);
}
