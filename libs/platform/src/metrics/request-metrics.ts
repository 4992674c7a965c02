import type { FastifyInstance } from 'fastify';
import type { UnaryWrapper } from '../transport/wrap-unary.js';
import { exemplar } from './exemplar.js';
import type { Metrics } from './metrics.js';

/** Times every HTTP request in Fastify's own hooks: an interceptor would cost more than many predictions. */
export function measureHttp(fastify: FastifyInstance, metrics: Metrics): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    metrics.httpRequests.observe({
      labels: { method: request.method, route: request.routeOptions.url ?? 'unmatched', status: reply.statusCode },
      value: reply.elapsedTime / 1_000,
      ...exemplar(),
    });
    done();
  });
}

/** Times every unary gRPC call. */
export function measureGrpc(metrics: Metrics): UnaryWrapper {
  return (path, handler) => (call, callback) => {
    const started = performance.now();
    handler(call, (error, ...rest) => {
      metrics.grpcRequests.observe({
        labels: { method: path, code: error?.code ?? 0 },
        value: (performance.now() - started) / 1_000,
        ...exemplar(),
      });
      callback(error, ...rest);
    });
  };
}
