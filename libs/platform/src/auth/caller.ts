import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Metadata } from '@grpc/grpc-js';
import type { FastifyRequest } from 'fastify';
import { callerOf } from './guard-grpc.js';
import type { Principal } from './principal.js';

/** Who calls a controller method, over HTTP and gRPC; null where callers are not asked. For audit records. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Principal | null => {
  if (context.getType() === 'rpc') return callerOf(context.switchToRpc().getContext<Metadata>());
  return context.switchToHttp().getRequest<FastifyRequest>().principal;
});
