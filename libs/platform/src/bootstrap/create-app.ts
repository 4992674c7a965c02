import { createRequire } from 'node:module';
import { randomUUID } from 'node:crypto';
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DomainError } from '@bellwether/errors';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { admitGrpc, admitHttp, Loads, openGate, refuseEarly } from '../admission/index.js';
import { guardHttp, protectionOf, sentCredential, type GuardedRoute } from '../auth/index.js';
import { keepHttpDeadlines } from '../callers/index.js';
import type { BaseConfig } from '../config/index.js';
import { HealthRegistry } from '../health/index.js';
import { inferenceErrors, inferenceRoutes, InferenceService } from '../inference-protocol/index.js';
import { JobsModule } from '../jobs/index.js';
import { createLogger, NestLogger } from '../logging/index.js';
import { measureGrpc, measureHttp, Metrics } from '../metrics/index.js';
import { channelCredentials } from '../neighbours/index.js';
import { PortsModule } from '../ports/index.js';
import { ProblemFilter } from '../problems/index.js';
import { traceGrpc, traceHttp, Tracing } from '../tracing/index.js';
import { answerBeforeClosing } from '../transport/index.js';
import { browserHeaders, instructBrowsers } from './browsers.js';
import { refuseCrossSite } from './cross-site.js';
import { DOCUMENT_ROUTES, serveDocuments } from './documents.js';
import { connectGrpc, type GrpcHealth } from './grpc.js';
import type { AppDefinition, PortUrls } from './app-definition.js';
import { PlatformModule, type Clock } from './platform.module.js';
import { grpcCredentials, tlsOf } from './tls.js';
import { answerUnroutable, MAX_PARAMETER_LENGTH } from './unroutable.js';

export interface RunningApp {
  readonly app: NestFastifyApplication;
  /** Where it listens, e.g. `http://127.0.0.1:8002`; a configured port 0 is answered with the real one. */
  readonly url: string;
  /** `host:port` of gRPC. */
  readonly grpcAddress: string;
  /** Every way in, over HTTP and gRPC, and who may go it. */
  readonly routes: readonly GuardedRoute[];
  /** Stops taking requests, finishes those accepted, closes stores. */
  stop(): Promise<void>;
}

/** The one way any app starts: HTTP and gRPC on the same controllers, with the same answers to everything that goes wrong. */
export async function startApp(definition: AppDefinition): Promise<RunningApp> {
  const { name, version, config, operations, clock = () => new Date() } = definition;
  const logger = definition.logger ?? createLogger({ level: config.LOG_LEVEL, service: name });
  const protection = protectionOf(config, () => clock().getTime(), logger);
  const tls = tlsOf(config);
  const tracing = tracingOf(definition);
  const platform = PlatformModule.forRoot({
    ...{ version, logger, clock, tracing },
    migrations: config.MIGRATIONS,
    neighbourCredentials: channelCredentials({
      caFile: config.TLS_CA_FILE,
      certFile: config.TLS_CERT_FILE,
      keyFile: config.TLS_KEY_FILE,
    }),
  });
  const headers = browserHeaders(tls !== undefined);
  const foreignErrors = [...(definition.foreignErrors ?? []), inferenceErrors];
  const adapter = new FastifyAdapter({
    ...(tls !== undefined && { https: { cert: tls.cert, key: tls.key } }),
    bodyLimit: config.BODY_LIMIT_BYTES,
    genReqId: (request: { headers: Record<string, string | string[] | undefined> }) =>
      requestId(request.headers['x-request-id']),
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
    frameworkErrors: answerUnroutable(headers, foreignErrors),
    forceCloseConnections: 'idle',
    // A stopping process answers what still reaches it; its readiness is what turns callers away.
    return503OnClosing: false,
    // As long as the longest upload of an artifact may take.
    requestTimeout: 600_000,
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    rootModule([platform, ...portModules(definition.ports ?? {}, clock), ...definition.modules]),
    adapter,
    {
      logger: new NestLogger(logger),
      abortOnError: false,
    },
  );
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  const metrics = app.get(Metrics);
  const gate = openGate(config, metrics);
  const loads = new Loads(Object.values(operations));
  answerBeforeClosing(fastify);
  lastAnswers(fastify, app.get(HealthRegistry));
  keepHttpDeadlines(fastify, foreignErrors);
  refuseEarly(app.getHttpServer(), gate, (sent) => protection.gate.knows(sentCredential(sent)), foreignErrors);
  if (tracing !== null) traceHttp(fastify, tracing);
  measureHttp(fastify, metrics);
  logSlowRequests(fastify, logger);
  await instructBrowsers(fastify, { origins: config.CORS_ORIGINS, headers });
  refuseCrossSite(fastify, {
    origins: config.CORS_ORIGINS,
    asksCallers: config.AUTH !== 'none',
    foreign: foreignErrors,
  });
  const httpRoutes = guardHttp(fastify, protection.gate, DOCUMENT_ROUTES);
  // After the guard: who may not call takes no place.
  admitHttp(fastify, gate, loads, foreignErrors);
  await fastify.register(inferenceRoutes(app.get(InferenceService), logger));
  for (const plugin of definition.plugins ?? []) await fastify.register(plugin(app));
  app.useGlobalFilters(new ProblemFilter(logger, foreignErrors));
  serveDocuments(app, fastify, { title: `Bellwether ${name}`, version, operations });
  const grpc = await connectGrpc(app, {
    operations: Object.values(operations),
    host: config.HOST,
    port: config.GRPC_PORT,
    gate: protection.gate,
    credentials: grpcCredentials(tls),
    wrappers: [measureGrpc(metrics), admitGrpc(gate, loads), ...(tracing === null ? [] : [traceGrpc(tracing)])],
  });
  await listen(app, config);
  return {
    ...running(app, config, logger, grpc, protection.close),
    url: `${tls === undefined ? 'http' : 'https'}://${config.HOST}:${portOf(app)}`,
    grpcAddress: `${config.HOST}:${grpc.port}`,
    routes: [...httpRoutes, ...grpc.routes()],
  };
}

/**
 * Brings the schemas of an app up to date and does nothing else: its modules are made, which opens their stores, and
 * closed again before any of them begins to work.
 *
 * @throws UNAVAILABLE when a store cannot be reached.
 */
export async function migrateApp({ name, version, config, ports = {}, modules }: AppDefinition): Promise<void> {
  const logger = createLogger({ level: config.LOG_LEVEL, service: name });
  const clock = () => new Date();
  const platform = PlatformModule.forRoot({ version, logger, clock, migrations: 'run' });
  const root = rootModule([platform, ...portModules(ports, clock), ...modules]);
  const app = await NestFactory.create(root, new FastifyAdapter(), {
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  await app.close();
}

function rootModule(imports: readonly (DynamicModule | Type)[]): Type {
  @Module({ imports: [...imports] })
  class RootModule {}
  return RootModule;
}

/** @throws UNAVAILABLE when a port is taken, the stores closed again. */
async function listen(app: NestFastifyApplication, { HOST, PORT, GRPC_PORT }: BaseConfig): Promise<void> {
  try {
    await app.startAllMicroservices();
    await app.listen(PORT, HOST);
  } catch (cause) {
    await app.close().catch(() => undefined);
    // gRPC tells of a port that is taken in words alone.
    if (!/EADDRINUSE|No address added/.test(String(cause))) throw cause;
    throw new DomainError(
      'UNAVAILABLE',
      `ports ${PORT} (HTTP) and ${GRPC_PORT} (gRPC) of ${HOST} must be free, and one is in use: stop what uses it, or set PORT and GRPC_PORT`,
      { cause },
    );
  }
}

/** Traces are kept where a collector is configured, and only there. */
function tracingOf({ name, version, config }: AppDefinition): Tracing | null {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER_ARG: sampleRatio } = config;
  return endpoint === undefined ? null : Tracing.start({ endpoint, service: name, version, sampleRatio });
}

/** The stores behind the ports that an app uses. */
function portModules({ analytics, artifacts, events, jobs, cache, online }: PortUrls, clock: Clock): DynamicModule[] {
  const ports = PortsModule.forRoot({
    ...(analytics !== undefined && { analyticsUrl: analytics }),
    ...(artifacts !== undefined && { artifactsUrl: artifacts }),
    ...(events !== undefined && { eventsUrl: events }),
    ...(cache !== undefined && { cacheUrl: cache }),
    ...(online !== undefined && { onlineUrl: online }),
  });
  return jobs === undefined ? [ports] : [ports, JobsModule.forRoot({ url: jobs, clock })];
}

/** A caller's own id is kept where it is harmless in a log line. */
function requestId(given: string | string[] | undefined): string {
  return typeof given === 'string' && /^[\w.:-]{1,64}$/.test(given) ? given : randomUUID();
}

/**
 * While the process drains, every answer is the last of its connection: the caller opens the next one elsewhere, instead
 * of sending into a connection at the moment that it is closed.
 */
function lastAnswers(fastify: FastifyInstance, health: HealthRegistry): void {
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (health.isDraining) void reply.header('connection', 'close');
    done();
  });
}

const SLOW_REQUEST_MS = 500;

function logSlowRequests(fastify: FastifyInstance, logger: Logger): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    const line = () => ({
      request_id: request.id,
      method: request.method,
      // Without its query, where some callers put their token.
      path: request.url.split('?', 1)[0],
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    });
    if (reply.elapsedTime > SLOW_REQUEST_MS) logger.warn(line(), 'slow request');
    else if (logger.isLevelEnabled('debug')) logger.debug(line(), 'request');
    done();
  });
}

const IDLE_SWEEP_MS = 50;

const portOf = (app: NestFastifyApplication): number => (app.getHttpServer().address() as { port: number }).port;

function running(
  app: NestFastifyApplication,
  config: BaseConfig,
  logger: Logger,
  grpc: GrpcHealth,
  closeProtection: () => void,
): Pick<RunningApp, 'app' | 'stop'> {
  const registry = app.get(HealthRegistry);
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> =>
    (stopping ??= (async () => {
      registry.draining();
      grpc.notServing();
      if (config.DRAIN_DELAY_MS > 0) await new Promise((resolve) => setTimeout(resolve, config.DRAIN_DELAY_MS));
      const limit = setTimeout(() => {
        logger.error('drain timed out, stopping with requests in flight');
        process.exit(1);
      }, config.DRAIN_TIMEOUT_MS);
      // A connection that was answering when closing began is kept alive by the server: it is closed when it falls idle.
      const idle = setInterval(() => app.getHttpServer().closeIdleConnections(), IDLE_SWEEP_MS);
      await app.close();
      closeProtection();
      clearInterval(idle);
      clearTimeout(limit);
    })());
  return { app, stop };
}

/** The version of an app, from its package.json. */
export function packageVersion(moduleUrl: string): string {
  return (createRequire(moduleUrl)('../package.json') as { version: string }).version;
}
