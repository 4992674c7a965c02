import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import type { ChannelOptions, Server, ServerCredentials } from '@grpc/grpc-js';
import { ReflectionService } from '@grpc/reflection';
import { loadSync } from '@grpc/proto-loader';
import {
  fileDescriptors,
  grpcPackage,
  inferenceProto,
  LOADER_OPTIONS,
  operations as allOperations,
  protoFiles,
  type Operation,
} from '@bellwether/contracts';
import { Transport, type GrpcOptions } from '@nestjs/microservices';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { HealthImplementation } from 'grpc-health-check';
import { grpcDecisions, grpcRoutes, guardGrpc, type Gate, type GuardedRoute } from '../auth/index.js';
import { freePort } from '../config/index.js';
import { INFERENCE_LOADER, INFERENCE_PACKAGE, INFERENCE_SERVICE } from '../inference-protocol/index.js';
import { wrapUnary, type UnaryWrapper } from '../transport/wrap-unary.js';

export interface GrpcHealth {
  readonly port: number;
  /** Every method that is served, once it is. */
  routes(): readonly GuardedRoute[];
  notServing(): void;
}

/** The health protocol's own definition, shipped with its package. */
const HEALTH_PROTO = join(
  dirname(createRequire(import.meta.url).resolve('grpc-health-check/package.json')),
  'proto/health/v1/health.proto',
);

export interface GrpcOptionsOfApp {
  readonly operations: readonly Operation[];
  readonly host: string;
  readonly port: number;
  readonly gate: Gate;
  readonly credentials: ServerCredentials;
  readonly wrappers: readonly UnaryWrapper[];
}

/** Connects gRPC to the app's controllers, with the standard health service and server reflection. */
export async function connectGrpc(
  app: NestFastifyApplication,
  { operations, host, port: wanted, gate, credentials, wrappers }: GrpcOptionsOfApp,
): Promise<GrpcHealth> {
  const domains = [...new Set(operations.map((operation) => operation.domain))];
  const services = [
    ...new Set(operations.map(({ domain, service }) => `${grpcPackage(domain)}.${service}`)),
    `${INFERENCE_PACKAGE}.${INFERENCE_SERVICE}`,
  ];
  const health = new HealthImplementation(
    Object.fromEntries(['', ...services].map((service) => [service, 'SERVING' as const])),
  );
  // Nest adds whole packages, with methods of theirs that this app does not serve.
  const decisionOn = grpcDecisions([...Object.values(allOperations), ...operations]);
  let routes: readonly GuardedRoute[] = [];
  const port = wanted === 0 ? await freePort(host) : wanted;
  app.connectMicroservice<GrpcOptions>(
    {
      transport: Transport.GRPC,
      options: {
        package: [...domains.map(grpcPackage), INFERENCE_PACKAGE],
        packageDefinition: {
          ...(domains.length > 0 && loadSync(domains.flatMap(protoFiles), LOADER_OPTIONS.client)),
          ...loadSync(inferenceProto, INFERENCE_LOADER),
        },
        url: `${host}:${port}`,
        maxReceiveMessageLength: 4 * 1_048_576,
        gracefulShutdown: true,
        credentials,
        // Nest hands these on to the server as they are, and its type leaves interceptors out.
        channelOptions: { interceptors: [guardGrpc(gate, decisionOn)] } as ChannelOptions,
        onLoadPackageDefinition: (_definition, added: Server) => {
          routes = grpcRoutes(added, decisionOn);
          wrapUnary(added, wrappers);
          health.addToServer(added as never);
          reflection(services).addToServer(added as never);
        },
      },
    },
    { inheritAppConfig: true },
  );
  return {
    port,
    routes: () => routes,
    notServing: () => ['', ...services].forEach((service) => health.setStatus(service, 'NOT_SERVING')),
  };
}

/** Server reflection of the services that this app serves, from the compiled .proto files. */
function reflection(services: readonly string[]): ReflectionService {
  const files = { contracts: { fileDescriptorProtos: fileDescriptors().map((file) => Buffer.from(file)) } };
  return new ReflectionService({ ...files, ...loadSync(HEALTH_PROTO) } as never, {
    services: [...services, 'grpc.health.v1.Health'],
  });
}
