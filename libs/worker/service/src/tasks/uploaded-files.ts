import { posix } from 'node:path';
import type { ImportFile } from '@bellwether/datasets';
import { DomainError } from '@bellwether/errors';
import type { MlflowClient } from '@bellwether/mlflow-js-client';

/** Where uploads of data lie in the artifact store. */
export const UPLOADS = 'imports';

/**
 * Uploaded files, each downloaded as it is read.
 *
 * @param onShare told the share of all bytes that have been read, in [0, 1].
 * @throws NOT_FOUND for one that is not there.
 */
export async function uploadedFiles(
  registry: MlflowClient,
  paths: readonly string[],
  signal: AbortSignal,
  onShare: (share: number) => void,
): Promise<ImportFile[]> {
  let total = 0;
  for (const path of paths) total += await sizeOf(registry, path, signal);
  let seen = 0;
  const read = async function* (path: string): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const chunk of await registry.artifacts.downloadStream(UPLOADS, path, { signal })) {
      seen += chunk.byteLength;
      onShare(Math.min(1, seen / total));
      yield chunk;
    }
  };
  return paths.map((path) => ({ name: path, bytes: read(path) }));
}

async function sizeOf(registry: MlflowClient, path: string, signal: AbortSignal): Promise<number> {
  const folder = posix.join(UPLOADS, posix.dirname(path));
  const files = await registry.artifacts.list(folder, { signal });
  const found = files.find((file) => !file.is_dir && posix.basename(file.path) === posix.basename(path));
  if (found === undefined) throw new DomainError('NOT_FOUND', `no uploaded file '${path}'`);
  return Math.max(1, Number(found.file_size ?? 1));
}
