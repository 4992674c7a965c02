import { z } from 'zod';

const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);

const origins = z
  .string()
  .transform((text) => text.split(',').map((origin) => origin.trim()))
  .pipe(z.array(z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin)))
  .default([]);

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
    /** How long the turns of the event loop may be, in milliseconds; longer ones, for long, are an overload. */
    MAX_LOOP_TURN_MS: z.coerce.number().min(1).max(60_000).default(20),
    /** Whether the app brings its schemas up to date at its start, or refuses to start until `--migrate` has. */
    MIGRATIONS: z.enum(['run', 'expect']).default('run'),
    /** Whether callers must say who they are; `none` is for the loopback alone. */
    AUTH: z.enum(['none', 'required']).default('none'),
    /** File of API keys, written by `bellwether keys`; a change is taken over within seconds. */
    API_KEYS_FILE: z.string().optional(),
    /** Where the issuer of tokens tells its keys; needs JWT_ISSUER and JWT_AUDIENCE. */
    JWKS_URL: z.url({ protocol: /^https?$/ }).optional(),
    JWT_ISSUER: z.string().optional(),
    JWT_AUDIENCE: z.string().optional(),
    /** Claim of a token that has the roles; `scope` counts where it is missing. */
    JWT_ROLES_CLAIM: z.string().default('roles'),
    /** What this app sends to the others as its own credential. */
    SERVICE_API_KEY: z.string().optional(),
    /** Requests a second of one key, or of one address where nobody is asked for one; no limit without it. */
    RATE_LIMIT_PER_SECOND: z.coerce.number().positive().max(1e6).optional(),
    /** Requests at once after a pause; those of a second where left out. */
    RATE_LIMIT_BURST: z.coerce.number().int().min(1).max(1e6).optional(),
    /** Certificate chain and private key in PEM, of HTTP and gRPC; plain text without them. */
    TLS_CERT_FILE: z.string().optional(),
    TLS_KEY_FILE: z.string().optional(),
    /** Authority of the only clients that may connect over gRPC; a client's certificate stands for the role service. */
    TLS_CLIENT_CA_FILE: z.string().optional(),
    /** Authority of the other apps' certificates: with it they are called over TLS, without it in plain gRPC. */
    TLS_CA_FILE: z.string().optional(),
    /** Origins of pages that may call, separated by commas; none by default. */
    CORS_ORIGINS: origins,
    /** Base URL of an OpenTelemetry collector (OTLP over HTTP); nothing is traced without it. */
    OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
    /** Share of the traces begun here that are kept, in [0, 1]; what a caller decided for its trace is followed. */
    OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1),
  });
export type BaseConfig = z.output<ReturnType<typeof baseConfig>>;
