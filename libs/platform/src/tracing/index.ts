export { contextOf, currentSpanIds, currentTraceparent, traceHeaders } from './trace-context.js';
export { traceGrpc } from './trace-grpc.js';
export { traceHttp } from './trace-http.js';
export { Tracing, TRACING, type SpanOptions, type TracingOptions } from './tracing.js';
