import type { Server, ServiceDefinition, UntypedHandleCall, UntypedServiceImplementation } from '@grpc/grpc-js';
import type { FastifyInstance } from 'fastify';
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

type Callback = (error: { code?: number } | null, ...rest: unknown[]) => void;
type UnaryHandler = (call: unknown, callback: Callback) => void;

/** Times every unary gRPC call by wrapping the handlers as they are added to the server. */
export function measureGrpc(server: Server, metrics: Metrics): void {
  const addService = server.addService.bind(server);
  server.addService = (definition: ServiceDefinition, implementation: UntypedServiceImplementation) => {
    const timed: UntypedServiceImplementation = {};
    for (const name of Object.keys(implementation)) {
      const method = definition[name];
      const handler = implementation[name]!;
      const unary = method !== undefined && !method.requestStream && !method.responseStream;
      timed[name] = unary ? timedUnary(handler, method.path, metrics) : handler;
    }
    addService(definition, timed);
  };
}

function timedUnary(handler: UntypedHandleCall, path: string, metrics: Metrics): UntypedHandleCall {
  const unary = handler as unknown as UnaryHandler;
  const timed: UnaryHandler = (call, callback) => {
    const started = performance.now();
    unary(call, (error, ...rest) => {
      metrics.grpcRequests.observe({ method: path, code: error?.code ?? 0 }, (performance.now() - started) / 1_000);
      callback(error, ...rest);
    });
  };
  return timed as unknown as UntypedHandleCall;
}
