import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { expiryOf, type UnaryCall } from '../transport/wrap-unary.js';
import { Caller } from './caller.js';
import { httpCaller } from './http-deadline.js';

/**
 * The `Caller` of the operation that is being answered, over either transport, for a controller to hand to work that can
 * stop. A parameter rather than asynchronous context: what does not ask for it pays nothing.
 */
export const CallerOf = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  if (context.getType() === 'rpc') return grpcCaller(context.getArgByIndex<UnaryCall>(2));
  const http = context.switchToHttp();
  return httpCaller(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
});

/** gRPC itself cancels a call whose deadline passes. */
function grpcCaller(call: UnaryCall): Caller {
  const caller = new Caller(expiryOf(call));
  if (call.cancelled) caller.leave();
  else call.on('cancelled', () => caller.leave());
  return caller;
}
