import { Catch, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { DomainError } from '@bellwether/errors';
import { mlflowErrorAnswer } from '@bellwether/model-registry-core';
import { LOGGER } from '@bellwether/platform/bootstrap';
import { failureOf } from '@bellwether/platform/problems';
import { domainErrorOf } from '@bellwether/platform/relational';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';

/** Errors of the MLflow protocol, in its own form: `error_code` and `message`. */
@Catch()
export class MlflowErrorFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const failure = failureOf(domainErrorOf(error));
    if (failure.unexpected) {
      this.logger.error({ err: error, request_id: http.getRequest<FastifyRequest>().id }, 'MLflow request failed');
    }
    const { status, body } = mlflowErrorAnswer(new DomainError(failure.code, failure.detail));
    const reply = http.getResponse<FastifyReply>();
    if (reply.sent) return;
    if (failure.retryAfterSeconds !== undefined) void reply.header('retry-after', failure.retryAfterSeconds);
    void reply.status(status).header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(body));
  }
}
