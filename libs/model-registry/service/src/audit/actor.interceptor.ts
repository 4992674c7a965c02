import {
  Injectable,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { MAX_REASON, REASON_HEADER } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { callerOf } from '@bellwether/platform/auth';
import type { FastifyRequest } from 'fastify';
import { Observable } from 'rxjs';
import { actingAs, actorOf, type Actor } from './actor.js';

/** What gRPC's metadata offers of what is needed here. */
type Metadata = Parameters<typeof callerOf>[0];

/** Runs a controller method as its caller, so that what it changes is on the caller's record. */
@Injectable()
export class ActorInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const actor = context.getType() === 'rpc' ? grpcActor(context) : httpActor(context);
    return new Observable((subscriber) => actingAs(actor, () => next.handle().subscribe(subscriber)));
  }
}

/** A controller whose methods change the registry. */
export function Audited(): ClassDecorator {
  return UseInterceptors(ActorInterceptor);
}

function httpActor(context: ExecutionContext): Actor {
  const { principal, id, headers } = context.switchToHttp().getRequest<FastifyRequest>();
  return actorOf(principal, id, readReason(headers[REASON_HEADER]));
}

function grpcActor(context: ExecutionContext): Actor {
  const metadata = context.switchToRpc().getContext<Metadata>();
  const [requestId] = metadata.get('x-request-id');
  const [reason] = metadata.get(REASON_HEADER);
  return actorOf(callerOf(metadata), typeof requestId === 'string' ? requestId : '', readReason(reason));
}

/** @throws INVALID_ARGUMENT for a reason that is longer than one may be. */
function readReason(given: unknown): string {
  const reason = typeof given === 'string' ? given : '';
  if (reason.length <= MAX_REASON) return reason;
  throw new DomainError(
    'INVALID_ARGUMENT',
    `${REASON_HEADER} may have at most ${MAX_REASON} characters, got ${reason.length}`,
  );
}
