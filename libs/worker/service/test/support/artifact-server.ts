import type { ServerResponse } from 'node:http';
import { posix } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { mlflow } from '@bellwether/contracts';
import { listening, type TestServer } from './listening.js';

const FILES = `${mlflow.ARTIFACTS_PREFIX}/artifacts`;

export interface ArtifactServer extends TestServer {
  /** Content by path in the store. */
  readonly files: Map<string, Buffer>;
  /** Paths whose content stops half-way and leaves the reader waiting. */
  readonly stalling: Set<string>;
  /** Paths that take no content. */
  readonly readOnly: Set<string>;
}

/** The registry's artifact proxy as MLflow's protocol describes it, on a map. */
export async function artifactServer(): Promise<ArtifactServer> {
  const files = new Map<string, Buffer>();
  const stalling = new Set<string>();
  const readOnly = new Set<string>();
  const server = await listening(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://store');
    const path = decodeURIComponent(pathname.slice(FILES.length + 1));
    if (request.method === 'PUT' && readOnly.has(path)) {
      json(response, 403, { error_code: 'PERMISSION_DENIED', message: `'${path}' cannot be written` });
    } else if (request.method === 'DELETE') {
      files.delete(path);
      json(response, 200, {});
    } else if (request.method === 'PUT') {
      files.set(path, await buffer(request));
      json(response, 200, {});
    } else if (pathname === FILES) json(response, 200, { files: listing(files, searchParams.get('path') ?? '') });
    else if (stalling.has(path)) response.write(files.get(path)!.subarray(0, files.get(path)!.length / 2));
    else if (files.has(path)) response.end(files.get(path));
    else json(response, 404, { error_code: 'RESOURCE_DOES_NOT_EXIST', message: `no artifact '${path}'` });
  });
  return { ...server, files, stalling, readOnly };
}

function listing(files: ReadonlyMap<string, Buffer>, folder: string): object[] {
  return [...files]
    .filter(([path]) => posix.dirname(path) === folder)
    .map(([path, content]) => ({ path: posix.basename(path), is_dir: false, file_size: content.length }));
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
