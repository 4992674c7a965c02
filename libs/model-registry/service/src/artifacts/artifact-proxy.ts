import { mlflow } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { mlflowErrorAnswer } from '@bellwether/model-registry-core';
import type { ArtifactStore } from '@bellwether/platform/artifacts';
import { failureOf } from '@bellwether/platform/problems';
import { domainErrorOf } from '@bellwether/platform/relational';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CHANGE, DOWNLOAD, LOOK, UPLOAD } from './artifact-access.js';
import { downloadHeaders } from './download-headers.js';
import { listFolder } from './list-folder.js';
import { artifactPathOf } from './raw-path.js';
import { frozen, receive } from './receive.js';

export interface ArtifactProxyOptions {
  /** Largest artifact taken, in bytes. */
  readonly maxBytes: number;
  /** Whether a path must stay as it is: the files of a registered version. */
  readonly isFrozen: (path: string) => Promise<boolean>;
  /** Told of what no caller could have meant. */
  readonly onUnexpected: (error: unknown) => void;
}

/**
 * Serves the artifact store over MLflow's proxy protocol: PUT, GET and DELETE of a path, GET of a folder's listing.
 *
 * Bodies stream through, whatever their media type; so the routes want a Fastify context of their own, where the parser
 * for every type replaces the parsers that other routes need. The paths are read from the raw request target.
 */
export function registerArtifactProxy(
  fastify: FastifyInstance,
  store: ArtifactStore,
  options: ArtifactProxyOptions,
): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  fastify.setErrorHandler((error, _request, reply) => answerError(reply, error, options));
  for (const prefix of [mlflow.ARTIFACTS_PREFIX, mlflow.ARTIFACTS_AJAX_PREFIX]) {
    registerRoutes(fastify, store, options, prefix);
  }
}

function registerRoutes(
  fastify: FastifyInstance,
  store: ArtifactStore,
  options: ArtifactProxyOptions,
  prefix: string,
): void {
  const files = `${prefix}/artifacts/`;
  const pathOf = (request: FastifyRequest) => artifactPathOf(request.raw.url ?? '', files);

  fastify.get(`${prefix}/artifacts`, LOOK, async (request) => {
    const { path } = request.query as { path?: unknown };
    if (path !== undefined && typeof path !== 'string') {
      throw new DomainError('INVALID_ARGUMENT', "Invalid value for parameter 'path' supplied: it must be given once.");
    }
    return { files: await listFolder(store, path ?? '') };
  });

  fastify.get(`${files}*`, DOWNLOAD, async (request, reply) => {
    const path = pathOf(request);
    const content = await store.get(path);
    return reply.headers(downloadHeaders(path)).send(content);
  });

  fastify.put(`${files}*`, UPLOAD, async (request) => {
    const path = pathOf(request);
    await receive(store, path, request, options);
    return {};
  });

  fastify.delete(`${files}*`, CHANGE, async (request) => {
    const path = pathOf(request);
    if (await options.isFrozen(path)) throw frozen(path);
    await store.delete(path);
    return {};
  });

  // Clients that may upload in parts ask first, and upload whole when the answer is this, in these very words.
  fastify.post(`${prefix}/mpu/*`, CHANGE, (_request, reply) =>
    reply.status(501).send({
      error_code: 'NOT_IMPLEMENTED',
      message: 'Multipart upload is not supported for the current artifact repository',
    }),
  );

  // As for downloads past this server, which would be neither counted nor of verified content.
  fastify.get(`${prefix}/presigned/*`, LOOK, (_request, reply) =>
    reply.status(501).send({
      error_code: 'NOT_IMPLEMENTED',
      message: 'Presigned download URLs are not supported for the current artifact repository',
    }),
  );
}

function answerError(reply: FastifyReply, error: unknown, options: ArtifactProxyOptions): void {
  const failure = failureOf(domainErrorOf(error));
  if (failure.unexpected) options.onUnexpected(error);
  const { status, body } = mlflowErrorAnswer(new DomainError(failure.code, failure.detail));
  // The size of a body is the one limit that another try cannot mend: 413, and the connection with the rest of it ends.
  // What another try can mend, such as a busy database, says when.
  const isTooLarge = failure.code === 'RESOURCE_EXHAUSTED' && failure.retryAfterSeconds === undefined;
  if (isTooLarge) void reply.header('connection', 'close');
  if (failure.retryAfterSeconds !== undefined) void reply.header('retry-after', failure.retryAfterSeconds);
  void reply.status(isTooLarge ? 413 : status).send(body);
}
