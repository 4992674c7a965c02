import type { Access } from '@bellwether/contracts';

/** The protocol's service over gRPC. */
export const INFERENCE_SERVICE = 'GRPCInferenceService';
export const INFERENCE_PACKAGE = 'inference';

/** Who may call each method; one that is not here is refused. The same as over HTTP. */
const METHODS: Readonly<Record<string, Access>> = {
  ServerLive: 'open',
  ServerReady: 'open',
  ServerMetadata: 'reader',
  ModelMetadata: 'reader',
  ModelReady: 'reader',
  ModelStatistics: 'reader',
  ModelInfer: 'service',
  RepositoryIndex: 'reader',
  RepositoryModelLoad: 'engineer',
  RepositoryModelUnload: 'engineer',
};

/** Who may call a method of the protocol, by its path `/package.Service/Method`. */
export const INFERENCE_ACCESS: ReadonlyMap<string, Access> = new Map(
  Object.entries(METHODS).map(([method, access]) => [`/${INFERENCE_PACKAGE}.${INFERENCE_SERVICE}/${method}`, access]),
);
