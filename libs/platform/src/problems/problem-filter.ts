import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { problemMetadata, type Problem } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { throwError, type Observable } from 'rxjs';
import { failureOf, type Failure } from './failure.js';
import type { ForeignErrors } from './foreign-errors.js';
import { GRPC_STATUS } from './grpc-status.js';
import { PROBLEM_TITLE } from './http-status.js';

/** The one place where errors become answers: problem details over HTTP, a status over gRPC. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly foreign: readonly ForeignErrors[] = [],
  ) {}

  catch(error: unknown, host: ArgumentsHost): Observable<never> | void {
    const failure = failureOf(error);
    if (host.getType() === 'rpc') {
      if (failure.unexpected) this.logger.error({ err: error }, 'gRPC call failed');
      return throwError(() => grpcFailureOf(failure));
    }
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (failure.unexpected) this.logger.error({ err: error, request_id: request.id }, 'request failed');
    if (!reply.sent) sendFailure(request, reply, failure, this.foreign);
  }
}

/** A failure as HTTP carries it. */
export interface FailureAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** The answer that tells of a failure, in the form of the protocol that the request speaks. */
export function failureAnswer(
  failure: Failure,
  request: { readonly url: string; readonly id: string },
  foreign: readonly ForeignErrors[],
): FailureAnswer {
  const protocol = foreign.find(({ prefix }) => request.url.startsWith(prefix));
  if (protocol !== undefined) {
    const { status, body } = protocol.answer(failure);
    return { status, contentType: 'application/json; charset=utf-8', body: JSON.stringify(body) };
  }
  const body = JSON.stringify(problemOf(failure, request.id));
  return { status: failure.httpStatus, contentType: 'application/problem+json; charset=utf-8', body };
}

export function sendFailure(
  request: FastifyRequest,
  reply: FastifyReply,
  failure: Failure,
  foreign: readonly ForeignErrors[],
): void {
  const { status, contentType, body } = failureAnswer(failure, request, foreign);
  if (failure.retryAfterSeconds !== undefined) void reply.header('retry-after', failure.retryAfterSeconds);
  void reply.status(status).header('content-type', contentType).send(body);
}

export function problemOf(failure: Failure, requestId: string): Problem {
  return {
    type: `urn:bellwether:problem:${failure.code.toLowerCase().replaceAll('_', '-')}`,
    title: PROBLEM_TITLE[failure.httpStatus] ?? 'Error',
    status: failure.httpStatus,
    detail: failure.detail,
    instance: `urn:request:${requestId}`,
    ...(failure.fields.length > 0 && { errors: failure.fields.map(({ path, message }) => ({ path, message })) }),
  };
}

/** What a gRPC call ends with. */
export function grpcFailureOf({ code, detail, fields, retryAfterSeconds }: Failure) {
  const metadata = problemMetadata(
    new DomainError(code, detail, { fields, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) }),
  );
  return { code: GRPC_STATUS[code], details: detail, message: detail, metadata };
}
