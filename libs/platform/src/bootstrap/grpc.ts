import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import type { Server } from '@grpc/grpc-js';
import { ReflectionService } from '@grpc/reflection';
import { loadSync } from '@grpc/proto-loader';
import { grpcPackage, LOADER_OPTIONS, protoFiles, type Operation } from '@bellwether/contracts';
import { Transport, type GrpcOptions } from '@nestjs/microservices';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { HealthImplementation } from 'grpc-health-check';
import { freePort } from '../config/index.js';
import { measureGrpc, type Metrics } from '../metrics/index.js';

export interface GrpcHealth {
  readonly port: number;
  notServing(): void;
}

/** The health protocol's own definition, shipped with its package. */
const HEALTH_PROTO = join(
  dirname(createRequire(import.meta.url).resolve('grpc-health-check/package.json')),
  'proto/health/v1/health.proto',
);

/** Connects gRPC to the app's controllers, with the standard health service and server reflection. */
export async function connectGrpc(
  app: NestFastifyApplication,
  {
    operations,
    host,
    port: wanted,
    metrics,
  }: { operations: readonly Operation[]; host: string; port: number; metrics: Metrics },
): Promise<GrpcHealth> {
  const domains = [...new Set(operations.map((operation) => operation.domain))];
  const services = [...new Set(operations.map(({ domain, service }) => `${grpcPackage(domain)}.${service}`))];
  const health = new HealthImplementation(
    Object.fromEntries(['', ...services].map((service) => [service, 'SERVING' as const])),
  );
  const port = wanted === 0 ? await freePort(host) : wanted;
  app.connectMicroservice<GrpcOptions>(
    {
      transport: Transport.GRPC,
      options: {
        package: domains.map(grpcPackage),
        protoPath: domains.flatMap(protoFiles),
        url: `${host}:${port}`,
        loader: LOADER_OPTIONS.client,
        maxReceiveMessageLength: 4 * 1_048_576,
        gracefulShutdown: true,
        onLoadPackageDefinition: (definition, added: Server) => {
          measureGrpc(added, metrics);
          health.addToServer(added as never);
          new ReflectionService({ ...(definition as object), ...loadSync(HEALTH_PROTO) } as never).addToServer(
            added as never,
          );
        },
      },
    },
    { inheritAppConfig: true },
  );
  return {
    port,
    notServing: () => ['', ...services].forEach((service) => health.setStatus(service, 'NOT_SERVING')),
  };
}
