import {
  ResponderBuilder,
  ServerInterceptingCall,
  ServerListenerBuilder,
  type Metadata,
  type Server,
  type ServerInterceptingCallInterface,
  type ServerInterceptor,
} from '@grpc/grpc-js';
import { grpcPackage, problemMetadata, type DomainName, type Operation } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { failureOf, GRPC_STATUS } from '../problems/index.js';
import { INFERENCE_ACCESS } from '../inference-protocol/grpc/grpc-access.js';
import type { RouteAccess } from './access.js';
import { credentialOf } from './credentials.js';
import type { Admission, Gate } from './gate.js';
import type { GuardedRoute } from './guard-http.js';
import type { Principal } from './principal.js';

/** Services that every app has beside its operations. A probe must not need a key; reflection tells what there is. */
const COMMON_SERVICES: Readonly<Record<string, RouteAccess>> = {
  'grpc.health.v1.Health': { access: 'open' },
  'grpc.reflection.v1.ServerReflection': { access: 'reader' },
  'grpc.reflection.v1alpha.ServerReflection': { access: 'reader' },
};

/** Who may call a gRPC method, by its path `/package.Service/Method`. */
export type GrpcDecisions = (path: string) => RouteAccess | undefined;

export function grpcDecisions(operations: readonly Operation[]): GrpcDecisions {
  const byPath = new Map(
    operations.map(({ domain, service, method, access }): [string, RouteAccess] => [
      `/${grpcPackage(domain)}.${service}/${method}`,
      { access, domain: domain as DomainName },
    ]),
  );
  for (const [path, access] of INFERENCE_ACCESS) byPath.set(path, { access });
  return (path) => byPath.get(path) ?? COMMON_SERVICES[path.split('/')[1] ?? ''];
}

const callers = new WeakMap<Metadata, Principal>();

/** Who makes a gRPC call, found by its metadata. */
export const callerOf = (metadata: Metadata): Principal | null => callers.get(metadata) ?? null;

/** Puts the gate before every call of a server, streams too, before a message is read. */
export function guardGrpc(gate: Gate, decisionOn: GrpcDecisions): ServerInterceptor {
  return ({ path }, call) => {
    const route = decisionOn(path);
    const listener = new ServerListenerBuilder().withOnReceiveMetadata((metadata, next) => {
      const pass = ({ principal }: Admission): void => {
        if (principal !== null) callers.set(metadata, principal);
        next(metadata);
      };
      const refuse = (error: unknown): void => call.sendStatus(statusOf(error));
      try {
        const admission = gate.admit(route, callOf(call, metadata));
        if (admission instanceof Promise) admission.then(pass, refuse);
        else pass(admission);
      } catch (error) {
        refuse(error);
      }
    });
    const built = listener.build();
    return new ServerInterceptingCall(call, new ResponderBuilder().withStart((next) => next(built)).build());
  };
}

/** Every method that is added to a server from here on; those without a decision are refused when called. */
export function grpcRoutes(server: Server, decisionOn: GrpcDecisions): GuardedRoute[] {
  const routes: GuardedRoute[] = [];
  const addService = server.addService.bind(server);
  server.addService = (definition, implementation) => {
    for (const { path } of Object.values(definition)) {
      const decision = decisionOn(path);
      if (decision === undefined) throw new DomainError('INTERNAL', `who may call ${path}? No decision is known`);
      routes.push({ transport: 'grpc', route: path, access: decision.access });
    }
    addService(definition, implementation);
  };
  return routes;
}

function callOf(call: ServerInterceptingCallInterface, metadata: Metadata) {
  return {
    credential: credentialOf({
      authorization: textOf(metadata, 'authorization'),
      apiKey: textOf(metadata, 'x-api-key'),
    }),
    // `address:port`; an IPv6 address has colons of its own.
    address: call.getPeer().replace(/:\d+$/, ''),
    certificate: [call.getAuthContext().sslPeerCertificate?.subject.CN].flat()[0],
  };
}

function textOf(metadata: Metadata, name: string): string | undefined {
  const [value] = metadata.get(name);
  return typeof value === 'string' ? value : undefined;
}

function statusOf(error: unknown) {
  const { code, detail, retryAfterSeconds } = failureOf(error);
  const told = new DomainError(code, detail, retryAfterSeconds === undefined ? {} : { retryAfterSeconds });
  return { code: GRPC_STATUS[code], details: detail, metadata: problemMetadata(told) };
}
