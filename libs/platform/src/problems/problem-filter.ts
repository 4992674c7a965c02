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
      return throwError(() => grpcError(failure));
    }
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (failure.unexpected) this.logger.error({ err: error, request_id: request.id }, 'request failed');
    if (reply.sent) return;
    if (failure.retryAfterSeconds !== undefined) void reply.header('retry-after', failure.retryAfterSeconds);
    const protocol = this.foreign.find(({ prefix }) => request.url.startsWith(prefix));
    if (protocol !== undefined) {
      const { status, body } = protocol.answer(failure);
      void reply.status(status).header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(body));
      return;
    }
    void reply
      .status(failure.httpStatus)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .send(JSON.stringify(problemOf(failure, request.id)));
  }
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

function grpcError({ code, detail, fields, retryAfterSeconds }: Failure) {
  const metadata = problemMetadata(
    new DomainError(code, detail, { fields, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) }),
  );
  return { code: GRPC_STATUS[code], details: detail, message: detail, metadata };
}
