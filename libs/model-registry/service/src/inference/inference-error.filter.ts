import { Catch, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { LOGGER } from '@bellwether/platform/bootstrap';
import { failureOf } from '@bellwether/platform/problems';
import { domainErrorOf } from '@bellwether/platform/relational';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';

/** Errors of the Open Inference Protocol: `{"error": "…"}`. */
@Catch()
export class InferenceErrorFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const failure = failureOf(domainErrorOf(error));
    if (failure.unexpected) {
      this.logger.error({ err: error, request_id: http.getRequest<FastifyRequest>().id }, 'inference request failed');
    }
    const reply = http.getResponse<FastifyReply>();
    if (reply.sent) return;
    if (failure.retryAfterSeconds !== undefined) void reply.header('retry-after', failure.retryAfterSeconds);
    void reply
      .status(failure.httpStatus)
      .header('content-type', 'application/json; charset=utf-8')
      .send(JSON.stringify({ error: failure.detail }));
  }
}
