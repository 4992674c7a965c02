import type { Access } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify';
import type { Logger } from 'pino';
import { z } from 'zod';
import { failureOf, sendFailure, type ForeignErrors } from '../../problems/index.js';
import { domainErrorOf } from '../../relational/index.js';
import { invalidRequest } from '../../transport/contract-pipe.js';
import { parseExactJson } from '../exact-json.js';
import type { InferenceService } from '../inference.service.js';
import { httpAnswer, writeHttpOutput } from './http-answer.js';
import { HEADER_LENGTH, parseHttpRequest } from './http-request.js';

/** Errors of the protocol: `{"error": "…"}`. */
export const inferenceErrors: ForeignErrors = {
  prefix: '/v2',
  answer: ({ httpStatus, detail }) => ({ status: httpStatus, body: { error: detail } }),
};

const IndexRequest = z.object({ ready: z.boolean().optional() });

interface ModelPath {
  readonly model: string;
  readonly version?: string;
}
type ModelRoute = { Params: ModelPath; Body: Buffer | undefined };

const allow = (access: Access): RouteShorthandOptions => ({ config: { access } });

/** The protocol over HTTP. Plain routes: a body may have bytes behind its JSON, and its JSON numbers of 64 bits. */
export function inferenceRoutes(service: InferenceService, logger: Logger) {
  return async (fastify: FastifyInstance): Promise<void> => {
    takeAnyBody(fastify);
    fastify.setErrorHandler((error, request, reply) => {
      const failure = failureOf(domainErrorOf(error));
      if (failure.unexpected) logger.error({ err: error, request_id: request.id }, 'inference request failed');
      if (!reply.sent) sendFailure(request, reply, failure, [inferenceErrors]);
    });
    serverRoutes(fastify, service);
    modelRoutes(fastify, service);
    repositoryRoutes(fastify, service);
  };
}

/** Bodies stay bytes, whatever type they are said to be: clients of the protocol differ in what they say. */
function takeAnyBody(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}

function serverRoutes(fastify: FastifyInstance, service: InferenceService): void {
  fastify.get('/v2', allow('reader'), async () => service.server());
  fastify.get('/v2/health/live', allow('open'), async () => ({ live: true }));
  fastify.get('/v2/health/ready', allow('open'), async () => {
    if (!(await service.isReady()))
      throw new DomainError('UNAVAILABLE', 'starting, stopping, or without what it needs');
    return { ready: true };
  });
}

function modelRoutes(fastify: FastifyInstance, service: InferenceService): void {
  for (const path of ['/v2/models/:model', '/v2/models/:model/versions/:version']) {
    fastify.get<ModelRoute>(path, allow('reader'), ({ params, principal }) =>
      service.metadata(params.model, params.version, principal),
    );
    fastify.get<ModelRoute>(`${path}/ready`, allow('reader'), async ({ params, principal }) => {
      await service.modelReady(params.model, params.version, principal);
      return { name: params.model, ready: true };
    });
    fastify.get<ModelRoute>(`${path}/stats`, allow('reader'), async ({ params, principal }) => ({
      model_stats: await service.stats(params.model, params.version, principal),
    }));
    fastify.post<ModelRoute>(`${path}/infer`, allow('service'), (request, reply) => infer(service, request, reply));
  }
  fastify.get('/v2/models/stats', allow('reader'), async ({ principal }) => ({
    model_stats: await service.stats(undefined, undefined, principal),
  }));
}

async function infer(
  service: InferenceService,
  { params, body, headers, principal }: FastifyRequest<ModelRoute>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { request, id, isBinary } = parseHttpRequest(bytesOf(body), [headers[HEADER_LENGTH]].flat()[0]);
  const inferred = await service.infer(
    { model: params.model, version: params.version, ...request },
    principal,
    (name, tensor) => writeHttpOutput(name, tensor, isBinary(name)),
  );
  const { json, bytes } = httpAnswer(inferred, id);
  if (bytes === undefined) return reply.type('application/json; charset=utf-8').send(json);
  const head = Buffer.from(json, 'utf8');
  return reply
    .type('application/octet-stream')
    .header(HEADER_LENGTH, head.byteLength)
    .send(Buffer.concat([head, bytes]));
}

function repositoryRoutes(fastify: FastifyInstance, service: InferenceService): void {
  fastify.post<{ Body: Buffer | undefined }>('/v2/repository/index', allow('reader'), async ({ body, principal }) => {
    const { ready = false } = indexRequest(bytesOf(body));
    return service.index(ready ? 'ready' : 'all', principal);
  });
  fastify.post<ModelRoute>('/v2/repository/models/:model/load', allow('engineer'), async ({ params, principal }) => {
    await service.load(params.model, principal);
    return {};
  });
  fastify.post<ModelRoute>('/v2/repository/models/:model/unload', allow('engineer'), async ({ params, principal }) => {
    await service.unload(params.model, principal);
    return {};
  });
}

/** Clients leave the body out where nothing is asked for. */
function indexRequest(body: Buffer): z.output<typeof IndexRequest> {
  if (body.byteLength === 0) return {};
  const parsed = IndexRequest.safeParse(parseExactJson(body.toString('utf8')));
  if (!parsed.success) throw invalidRequest(parsed.error.issues);
  return parsed.data;
}

const bytesOf = (body: Buffer | undefined): Buffer => body ?? Buffer.alloc(0);
