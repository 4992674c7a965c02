import { mlflow } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { readJson } from './errors.js';
import type { CallOptions, MlflowTransport } from './transport.js';

const FILES = `${mlflow.ARTIFACTS_PREFIX}/artifacts`;

export interface StoredFile {
  /** Relative to the folder that was asked for. */
  readonly path: string;
  readonly bytes: number;
}

/**
 * Files in the registry's artifact store. A folder is named by its URI (`mlflow-artifacts:/…`: a run's `artifact_uri`, a
 * version's download URI) or by its path in the store.
 */
export class ArtifactCalls {
  constructor(private readonly transport: MlflowTransport) {}

  /** Writes a file; content that is a stream is sent as it is read, and not repeated when that fails. */
  async upload(
    folder: string,
    path: string,
    content: Uint8Array | AsyncIterable<Uint8Array>,
    options?: CallOptions,
  ): Promise<void> {
    const isBytes = content instanceof Uint8Array;
    const response = await this.transport.raw(
      {
        method: 'PUT',
        path: urlPath(folder, path),
        body: isBytes ? new Uint8Array(content) : ReadableStream.from(content),
        repeatable: isBytes,
      },
      options,
    );
    await response.arrayBuffer();
  }

  /** @throws NOT_FOUND when there is no such file. */
  async download(folder: string, path: string, options?: CallOptions): Promise<Uint8Array> {
    const response = await this.get(urlPath(folder, path), options);
    return new Uint8Array(await response.arrayBuffer());
  }

  /** The content of a file as it arrives. @throws NOT_FOUND when there is no such file. */
  async downloadStream(folder: string, path: string, options?: CallOptions): Promise<AsyncIterable<Uint8Array>> {
    const response = await this.get(urlPath(folder, path), options);
    return (response.body ?? new Blob([]).stream()) as ReadableStream<Uint8Array> & AsyncIterable<Uint8Array>;
  }

  /** What stands directly in a folder, by name; an absent folder is empty. */
  async list(folder: string, options?: CallOptions): Promise<mlflow.FileInfo[]> {
    const query = new URLSearchParams({ path: storePath(folder) });
    const response = await this.get(`${FILES}?${query.toString()}`, options);
    const text = await response.text();
    const parsed = mlflow.ArtifactListing.safeParse(readJson(text));
    if (parsed.success) return parsed.data.files;
    throw new DomainError('INTERNAL', `the listing of '${folder}' is not one: ${text.slice(0, 200)}`);
  }

  /** All files below a folder, their paths relative to it, in path order. */
  async listAll(folder: string, options?: CallOptions): Promise<StoredFile[]> {
    const here = storePath(folder);
    const found = await Promise.all(
      (await this.list(here, options)).map(async (entry) => {
        if (!entry.is_dir) return [{ path: entry.path, bytes: Number(entry.file_size ?? 0) }];
        const below = await this.listAll(`${here}/${entry.path}`, options);
        return below.map(({ path, bytes }) => ({ path: `${entry.path}/${path}`, bytes }));
      }),
    );
    return found.flat().sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** Deletes a file, or a folder with all below it. */
  async delete(folder: string, path = '', options?: CallOptions): Promise<void> {
    const response = await this.transport.raw(
      { method: 'DELETE', path: urlPath(folder, path), repeatable: true },
      options,
    );
    await response.arrayBuffer();
  }

  private get(path: string, options: CallOptions | undefined): Promise<Response> {
    return this.transport.raw({ method: 'GET', path, repeatable: true }, options);
  }
}

/** The path in the store that a folder's URI stands for. */
function storePath(folder: string): string {
  const path = folder.replace(/^mlflow-artifacts:\/+/, '');
  if (/^[a-z][a-z0-9+.-]*:/i.test(path)) {
    throw new DomainError('INVALID_ARGUMENT', `folder must be mlflow-artifacts:/… or a path, got '${folder}'`);
  }
  return path.replace(/\/+$/, '');
}

function urlPath(folder: string, path: string): string {
  const segments = [...storePath(folder).split('/'), ...path.split('/')].filter((segment) => segment !== '');
  // fetch would resolve '..' before sending: refused here, as the server would.
  if (segments.some((segment) => segment === '.' || segment === '..')) {
    throw new DomainError('INVALID_ARGUMENT', `path must not contain '.' or '..', got '${path}' in '${folder}'`);
  }
  return `${FILES}/${segments.map(encodeURIComponent).join('/')}`;
}
