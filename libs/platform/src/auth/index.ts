export { Allow, type RouteAccess } from './access.js';
export { hashOfSecret, newApiKey, writeApiKey } from './api-key.js';
export { Caller } from './caller.js';
export { callerOf, grpcDecisions, grpcRoutes, guardGrpc, type GrpcDecisions } from './guard-grpc.js';
export { guardHttp, sentCredential, type GuardedRoute, type OtherRoutes } from './guard-http.js';
export type { Gate } from './gate.js';
export { readKeyFile, writeKeyFile, type StoredKey } from './key-file.js';
export type { Principal } from './principal.js';
export { protectionOf, type Protection } from './protection.js';
