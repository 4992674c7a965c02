import { z } from 'zod';

const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);

/** What every app reads; an app's config.ts extends it with its own ports and needs. */
export const baseConfig = ({ http, grpc }: { http: number; grpc: number }) =>
  z.object({
    HOST: z.string().default('127.0.0.1'),
    PORT: port(http),
    GRPC_PORT: port(grpc),
    LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
    /** Largest JSON body, in bytes. */
    BODY_LIMIT_BYTES: z.coerce.number().int().min(1_024).max(20_000_000).default(1_048_576),
    /** How long a stopping process goes on answering what it has accepted, in milliseconds. */
    DRAIN_TIMEOUT_MS: z.coerce.number().int().min(0).max(300_000).default(20_000),
    /** How long it stays reachable but not ready before it stops, so that load balancers turn away, in milliseconds. */
    DRAIN_DELAY_MS: z.coerce.number().int().min(0).max(60_000).default(0),
    /** Requests under way at once, at the most; the limit in force is found from how long they take, and lower. */
    MAX_CONCURRENCY: z.coerce.number().int().min(1).max(10_000).default(256),
    /** Requests that may wait for a place at once; with 0 none waits. */
    MAX_QUEUE: z.coerce.number().int().min(0).max(10_000).default(128),
    /** Whether the app brings its schemas up to date at its start, or refuses to start until `--migrate` has. */
    MIGRATIONS: z.enum(['run', 'expect']).default('run'),
    /** Base URL of an OpenTelemetry collector (OTLP over HTTP); nothing is traced without it. */
    OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
    /** Share of the traces begun here that are kept, in [0, 1]; what a caller decided for its trace is followed. */
    OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1),
  });
export type BaseConfig = z.output<ReturnType<typeof baseConfig>>;
