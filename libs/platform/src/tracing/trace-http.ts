import { context, SpanKind, SpanStatusCode, trace, type Context, type Span } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { contextOf } from './trace-context.js';
import type { Tracing } from './tracing.js';

/** Asked for too often, and by machines, to be worth a trace. */
const UNTRACED = /^\/(livez|readyz|startupz|api\/v1\/ml\/(metrics|health))$/;

interface Traced {
  readonly span: Span;
  readonly context: Context;
}

/** A server span for each HTTP request, part of the caller's trace where its headers tell of one. */
export function traceHttp(fastify: FastifyInstance, { tracer }: Tracing): void {
  const traced = new WeakMap<FastifyRequest, Traced>();
  fastify.addHook('onRequest', (request, _reply, done) => {
    const route = request.routeOptions.url;
    if (route !== undefined && UNTRACED.test(route)) return done();
    const parent = contextOf(request.headers);
    const span = tracer.startSpan(
      `${request.method} ${route ?? 'unmatched'}`,
      {
        kind: SpanKind.SERVER,
        attributes: {
          'http.request.method': request.method,
          ...(route !== undefined && { 'http.route': route }),
          'bellwether.request_id': request.id,
        },
      },
      parent,
    );
    const own = { span, context: trace.setSpan(parent, span) };
    traced.set(request, own);
    context.with(own.context, done);
  });
  // Anew, because reading a body resumes in the context of its socket.
  fastify.addHook('preHandler', (request, _reply, done) => {
    const own = traced.get(request);
    if (own === undefined) done();
    else context.with(own.context, done);
  });
  const end = (request: FastifyRequest, attribute: string, value: string | number, failed: boolean): void => {
    const span = traced.get(request)?.span;
    // A request that was given up may still be answered: the first end counts.
    traced.delete(request);
    if (failed) span?.setStatus({ code: SpanStatusCode.ERROR });
    span?.setAttribute(attribute, value).end();
  };
  fastify.addHook('onResponse', (request, { statusCode }, done) => {
    end(request, 'http.response.status_code', statusCode, statusCode >= 500);
    done();
  });
  fastify.addHook('onRequestAbort', (request, done) => {
    end(request, 'error.type', 'aborted', false);
    done();
  });
}
