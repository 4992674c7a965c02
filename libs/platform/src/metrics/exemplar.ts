import { currentSpanIds } from '../tracing/trace-context.js';

/** Leads from a bucket of a histogram to the trace of one request in it; nothing where nothing is traced. */
export function exemplar(): { readonly exemplarLabels?: { readonly trace_id: string; readonly span_id: string } } {
  const ids = currentSpanIds();
  return ids === undefined ? {} : { exemplarLabels: { trace_id: ids.traceId, span_id: ids.spanId } };
}
