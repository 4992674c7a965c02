import { mlflow } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import type { ArtifactStore } from '@bellwether/platform/artifacts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DOWNLOAD, UPLOAD } from './artifact-access.js';
import type { ArtifactProxyOptions } from './artifact-proxy.js';
import { downloadHeaders } from './download-headers.js';
import { receive } from './receive.js';

/** Where in the store the artifacts of a run or of a version are. */
export interface ArtifactPlaces {
  ofRun(runId: string, path: string): Promise<string>;
  ofVersion(name: string, version: string, path: string): Promise<string>;
}

/** As MLflow's own server has it; uploads of any size go through the proxy. */
const MOST_UPLOADED_BYTES = 10 * 1024 * 1024;

/**
 * What MLflow's pages ask for, and its clients where no proxy is configured: a single artifact of a run or of a model
 * version, by query. In the same Fastify context as the proxy, whose bodies stream too.
 */
export function registerArtifactPages(
  fastify: FastifyInstance,
  store: ArtifactStore,
  places: ArtifactPlaces,
  options: ArtifactProxyOptions,
): void {
  fastify.get('/get-artifact', DOWNLOAD, async (request, reply) => {
    const path = await places.ofRun(runOf(request), given(request, 'path'));
    return reply.headers(downloadHeaders(path)).send(await store.get(path));
  });

  // Flask takes several slashes for one, and a test of MLflow's begins the path with two.
  for (const route of ['/model-versions/get-artifact', '//model-versions/get-artifact']) {
    fastify.get(route, DOWNLOAD, async (request, reply) => {
      const [name, version] = [given(request, 'name'), given(request, 'version')];
      const path = await places.ofVersion(name, version, given(request, 'path'));
      return reply.headers(downloadHeaders(path)).send(await store.get(path));
    });
  }

  fastify.post(`${mlflow.MLFLOW_AJAX_PREFIX}/upload-artifact`, UPLOAD, async (request) => {
    const path = await places.ofRun(given(request, 'run_uuid'), given(request, 'path'));
    const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
    if (encoding === undefined && Number(length ?? 0) === 0) throw unspecified('data');
    await receive(store, path, request, { ...options, maxBytes: Math.min(MOST_UPLOADED_BYTES, options.maxBytes) });
    return {};
  });
}

/** Older clients know a run as run_uuid. */
function runOf(request: FastifyRequest): string {
  const query = request.query as Record<string, unknown>;
  return given(request, query['run_id'] === undefined ? 'run_uuid' : 'run_id');
}

function given(request: FastifyRequest, name: string): string {
  const value = (request.query as Record<string, unknown>)[name];
  if (typeof value !== 'string' || value === '') throw unspecified(name);
  return value;
}

function unspecified(name: string): DomainError {
  return new DomainError('INVALID_ARGUMENT', `Request must specify ${name}.`);
}
