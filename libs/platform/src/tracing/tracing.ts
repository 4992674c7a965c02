import { setTimeout as delay } from 'node:timers/promises';
import {
  context,
  SpanStatusCode,
  trace,
  type Attributes,
  type Span,
  type SpanKind,
  type Tracer,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from '@opentelemetry/semantic-conventions';
import { contextOf, traceparentOf } from './trace-context.js';

export interface TracingOptions {
  /** Base URL of an OTLP/HTTP collector, e.g. `http://collector:4318`; spans go to `/v1/traces` below it. */
  readonly endpoint: string;
  readonly service: string;
  readonly version: string;
  /** Share of the traces begun here that are kept, in [0, 1]; a caller's own decision is followed. */
  readonly sampleRatio: number;
}

export interface SpanOptions {
  readonly kind: SpanKind;
  /** W3C `traceparent` of what caused the work; a trace of its own, or the one at hand, when left out. */
  readonly traceparent?: string | undefined;
  readonly attributes?: Attributes;
}

export interface OpenSpan {
  /** For what belongs to it elsewhere. */
  readonly traceparent: string | undefined;
  end(failed: boolean): void;
}

/** What waits to be sent, in spans; beyond it the newest are dropped: tracing never holds up what it traces. */
const MAX_QUEUE = 4_096;
const EXPORT_EVERY_MS = 1_000;
const EXPORT_TIMEOUT_MS = 5_000;
/** How long the end of a process waits for its last spans to be sent. */
const LAST_EXPORT_MS = 1_000;

export const TRACING = Symbol('Tracing');

/**
 * Spans of one app, sent to a collector. There is one only where an endpoint is configured: without it no hook is
 * registered and no context kept, so that tracing costs nothing. A collector that is away costs spans, nothing else.
 */
export class Tracing {
  private constructor(
    private readonly provider: TracerProvider,
    readonly tracer: Tracer,
  ) {}

  static start({ endpoint, service, version, sampleRatio }: TracingOptions): Tracing {
    keepContext();
    const exporter = new OTLPTraceExporter({
      url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
      timeoutMillis: EXPORT_TIMEOUT_MS,
    });
    const provider = new TracerProvider({
      resource: resourceFromAttributes({ [ATTR_SERVICE_NAME]: service, [ATTR_SERVICE_VERSION]: version }),
      sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(sampleRatio) }),
      spanProcessors: [
        new BatchSpanProcessor({ exporter, maxQueueSize: MAX_QUEUE, scheduledDelayMillis: EXPORT_EVERY_MS }),
      ],
    });
    return new Tracing(provider, provider.getTracer('@bellwether/platform'));
  }

  /** Runs work as a span: what it starts, logs, publishes and enqueues belongs to it. A failure marks the span. */
  async run<Result>(
    name: string,
    { kind, traceparent, attributes = {} }: SpanOptions,
    work: (span: Span) => Promise<Result>,
  ): Promise<Result> {
    const parent = traceparent === undefined ? context.active() : contextOf({ traceparent });
    const span = this.tracer.startSpan(name, { kind, attributes }, parent);
    try {
      return await context.with(trace.setSpan(parent, span), work, undefined, span);
    } catch (error) {
      markFailed(span, error);
      throw error;
    } finally {
      span.end();
    }
  }

  /** A span of work that is not one call, such as a job in its thread; whoever begins it ends it. */
  begin(name: string, { kind, traceparent, attributes = {} }: SpanOptions): OpenSpan {
    const parent = traceparent === undefined ? context.active() : contextOf({ traceparent });
    const span = this.tracer.startSpan(name, { kind, attributes }, parent);
    return {
      traceparent: traceparentOf(trace.setSpan(parent, span)),
      end: (failed) => {
        if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      },
    };
  }

  /** Sends what is left, in a moment or not at all: a collector that is away must not hold up the end of a process. */
  async stop(): Promise<void> {
    const moment = delay(LAST_EXPORT_MS, undefined, { ref: false });
    await Promise.race([this.provider.shutdown().catch(() => undefined), moment]);
  }
}

export function markFailed(span: Span, error: unknown): void {
  const { name, code } = error as { name?: string; code?: string };
  span.setAttribute('error.type', code ?? name ?? typeof error);
  // The message may hold what a caller sent: it stays in the log, which the span's ids lead to.
  span.setStatus({ code: SpanStatusCode.ERROR });
}

/** One context manager serves every app of a process; asynchronous context is kept from the first tracing on. */
function keepContext(): void {
  const manager = new AsyncLocalStorageContextManager().enable();
  if (!context.setGlobalContextManager(manager)) manager.disable();
}
