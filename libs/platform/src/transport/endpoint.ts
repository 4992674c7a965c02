import {
  applyDecorators,
  createParamDecorator,
  HttpCode,
  RequestMapping,
  RequestMethod,
  type ExecutionContext,
} from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { encodesAnswer } from './encode-answer.js';
import { Allow } from '../auth/access.js';
import { fromWire, type DomainName, type HttpVerb, type Operation } from '@bellwether/contracts';
import type { FastifyRequest } from 'fastify';
import { ContractPipe } from './contract-pipe.js';
import { parameterReader } from './query-reader.js';

const METHOD: Record<HttpVerb, RequestMethod> = {
  GET: RequestMethod.GET,
  POST: RequestMethod.POST,
  PUT: RequestMethod.PUT,
  DELETE: RequestMethod.DELETE,
};

/** Serves an operation of the contract by a controller method, over HTTP and gRPC. */
export function Endpoint(operation: Operation): MethodDecorator {
  return applyDecorators(
    RequestMapping({ method: METHOD[operation.verb], path: operation.path.replace(/\{(\w+)\}/g, ':$1') }),
    HttpCode(operation.status),
    Allow(operation.access, operation.domain as DomainName),
    GrpcMethod(operation.service, operation.method),
    ...encodesAnswer(operation),
  );
}

/** The validated request of an operation: over HTTP its path, query and body parameters as one, over gRPC its message. */
export function RequestOf(operation: Operation): ParameterDecorator {
  const read = parameterReader(operation.request);
  const bodyOnly = operation.verb !== 'GET' && !operation.path.includes('{');
  const request = createParamDecorator((_: unknown, context: ExecutionContext): unknown => {
    if (context.getType() === 'rpc') return fromWire(operation.request, context.switchToRpc().getData());
    const http = context.switchToHttp().getRequest<FastifyRequest>();
    if (bodyOnly) return http.body;
    const parameters = read({ ...(http.query as object), ...(http.params as object) });
    // What stands in the path wins; a body that is no object is refused by the schema as it is.
    if (operation.verb === 'GET' || http.body === undefined || http.body === null) return parameters;
    return typeof http.body === 'object' && !Array.isArray(http.body) ? { ...http.body, ...parameters } : http.body;
  });
  return request(new ContractPipe(operation.request));
}
