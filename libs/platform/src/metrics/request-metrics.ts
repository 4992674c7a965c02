import type { FastifyInstance } from 'fastify';
import type { UnaryWrapper } from '../transport/wrap-unary.js';
import type { Metrics } from './metrics.js';

/** Times every HTTP request in Fastify's own hooks: an interceptor would cost more than many predictions. */
export function measureHttp(fastify: FastifyInstance, metrics: Metrics): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    metrics.httpRequests.observe(
      { method: request.method, route: request.routeOptions.url ?? 'unmatched', status: reply.statusCode },
      reply.elapsedTime / 1_000,
    );
    done();
  });
}

/** Times every unary gRPC call. */
export function measureGrpc(metrics: Metrics): UnaryWrapper {
  return (path, handler) => (call, callback) => {
    const started = performance.now();
    handler(call, (error, ...rest) => {
      metrics.grpcRequests.observe({ method: path, code: error?.code ?? 0 }, (performance.now() - started) / 1_000);
      callback(error, ...rest);
    });
  };
}
