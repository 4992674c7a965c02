import type {
  Metadata,
  Server,
  ServiceDefinition,
  UntypedHandleCall,
  UntypedServiceImplementation,
} from '@grpc/grpc-js';

/** A unary call as the server sees it, whatever its messages are. */
export interface UnaryCall {
  readonly metadata: Metadata;
  readonly request: unknown;
  readonly cancelled: boolean;
  getDeadline(): Date | number;
  getPeer(): string;
  on(event: 'cancelled', listener: () => void): unknown;
}
export type UnaryCallback = (error: { code?: number } | null, ...rest: unknown[]) => void;
export type UnaryHandler = (call: UnaryCall, callback: UnaryCallback) => void;

/** Puts something round the handler of a method, such as its measurement. `path` is `/package.Service/Method`. */
export type UnaryWrapper = (path: string, handler: UnaryHandler) => UnaryHandler;

/**
 * Wraps every unary handler as it is added to the server: the one place where gRPC calls can be seen before Nest, and
 * cheaper than its interceptors. The first wrapper is the outermost.
 */
export function wrapUnary(server: Server, wrappers: readonly UnaryWrapper[]): void {
  const addService = server.addService.bind(server);
  server.addService = (definition: ServiceDefinition, implementation: UntypedServiceImplementation) => {
    const wrapped: UntypedServiceImplementation = {};
    for (const name of Object.keys(implementation)) {
      const method = definition[name];
      const handler = implementation[name]!;
      const unary = method !== undefined && !method.requestStream && !method.responseStream;
      wrapped[name] = unary ? around(method.path, handler, wrappers) : handler;
    }
    addService(definition, wrapped);
  };
}

function around(path: string, handler: UntypedHandleCall, wrappers: readonly UnaryWrapper[]): UntypedHandleCall {
  const unary = handler as unknown as UnaryHandler;
  return wrappers.reduceRight((inner, wrap) => wrap(path, inner), unary) as unknown as UntypedHandleCall;
}

/** When the caller gives up, on the scale of `performance.now()`; Infinity when it does not say. */
export function expiryOf(call: UnaryCall): number {
  return performance.now() + (Number(call.getDeadline()) - Date.now());
}
