import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { UnaryWrapper } from '../transport/wrap-unary.js';
import { contextOf } from './trace-context.js';
import type { Tracing } from './tracing.js';

/** Statuses that are the server's fault (OpenTelemetry's semantic conventions of gRPC server spans). */
const SERVER_FAULTS = new Set([2, 4, 12, 13, 14, 15]);

/** A server span for each unary gRPC call, part of the caller's trace where its metadata tells of one. */
export function traceGrpc({ tracer }: Tracing): UnaryWrapper {
  return (path, handler) => {
    const name = path.slice(1);
    const [service = '', method = ''] = name.split('/');
    const attributes = { 'rpc.system': 'grpc', 'rpc.service': service, 'rpc.method': method };
    return (call, callback) => {
      const parent = contextOf(call.metadata.getMap());
      const span = tracer.startSpan(name, { kind: SpanKind.SERVER, attributes }, parent);
      context.with(trace.setSpan(parent, span), () =>
        handler(call, (error, ...rest) => {
          const code = error?.code ?? 0;
          span.setAttribute('rpc.grpc.status_code', code);
          if (SERVER_FAULTS.has(code)) span.setStatus({ code: SpanStatusCode.ERROR });
          span.end();
          callback(error, ...rest);
        }),
      );
    };
  };
}
