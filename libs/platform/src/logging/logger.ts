import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';
import { currentSpanIds } from '../tracing/index.js';

export interface LoggingOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly service: string;
}

/** Structured logs, one JSON object a line, to standard error: standard output belongs to the command line. */
export function createLogger({ level, service }: LoggingOptions): Logger {
  return pino(
    {
      level,
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      // So that a line leads to its trace and a trace to its lines.
      mixin: spanIdsOf,
      redact: ['req.headers.authorization', '*.password', '*.token'],
    },
    pino.destination({ dest: 2, sync: level === 'debug' }),
  );
}

/** The context in which Nest logs what it throws from the start of an app as well. */
const STARTING = 'ExceptionHandler';

/** Nest's own messages through the same logger. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, context?: string): void {
    this.logger.debug({ context }, String(message));
  }
  debug(message: unknown, context?: string): void {
    this.logger.debug({ context }, String(message));
  }
  verbose(message: unknown, context?: string): void {
    this.logger.debug({ context }, String(message));
  }
  warn(message: unknown, context?: string): void {
    this.logger.warn({ context }, String(message));
  }
  error(message: unknown, stack?: string, context?: string): void {
    // Whoever starts the app tells why it cannot start, once.
    if ([stack, context].includes(STARTING)) return;
    this.logger.error({ context, stack }, String(message));
  }
  fatal(message: unknown, stack?: string, context?: string): void {
    this.logger.fatal({ context, stack }, String(message));
  }
}

/** Ids of the trace and the span at hand, for a log line. */
export function spanIdsOf(): object {
  const ids = currentSpanIds();
  return ids === undefined ? {} : { trace_id: ids.traceId, span_id: ids.spanId };
}
