import {
  context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  trace,
  type Context,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';

const w3c = new W3CTraceContextPropagator();

/** W3C trace context of the work at hand, as headers to send along; empty where nothing is traced. */
export function traceHeaders(): Record<string, string> {
  return headersOf(context.active());
}

/** `traceparent` of the work at hand, to be kept with what it leaves behind for later: an event, a job, an outbox row. */
export function currentTraceparent(): string | undefined {
  return traceHeaders()['traceparent'];
}

/** `traceparent` of the span in a context. */
export function traceparentOf(at: Context): string | undefined {
  return headersOf(at)['traceparent'];
}

/** The context that a caller's headers tell of; a malformed or absent one begins a trace of its own. */
export function contextOf(headers: Readonly<Record<string, unknown>>): Context {
  return w3c.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
}

/** Ids of the span at hand, for a log line or an exemplar; undefined where nothing is traced or it is not sampled. */
export function currentSpanIds(): { readonly traceId: string; readonly spanId: string } | undefined {
  const span = trace.getActiveSpan()?.spanContext();
  return span === undefined || (span.traceFlags & 1) === 0 ? undefined : span;
}

function headersOf(at: Context): Record<string, string> {
  const carrier: Record<string, string> = {};
  w3c.inject(at, carrier, defaultTextMapSetter);
  return carrier;
}
