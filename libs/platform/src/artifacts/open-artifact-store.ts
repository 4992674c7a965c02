import { fileURLToPath } from 'node:url';
import { DomainError } from '@bellwether/errors';
import type { ArtifactStore, ArtifactStoreOptions } from './artifact-store.js';
import { FolderArtifactStore } from './folder-artifact-store.js';
import { openBucket } from './open-bucket.js';

/**
 * @param url `file:///abs/folder`, or `s3://bucket/prefix?endpoint=…&region=…&forcePathStyle=…`.
 * @throws INVALID_ARGUMENT for any other url; UNAVAILABLE when the client of a bucket is not installed.
 */
export async function openArtifactStore(url: string, options: ArtifactStoreOptions = {}): Promise<ArtifactStore> {
  const { maxBytes = 4 * 2 ** 30, clock = () => new Date() } = options;
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed?.protocol === 'file:' && parsed.host === '' && parsed.pathname !== '/') {
    return new FolderArtifactStore(fileURLToPath(parsed), { maxBytes, clock });
  }
  if (parsed?.protocol === 's3:') return openBucket(parsed, { maxBytes, clock });
  const shown = url.replace(/:[^:@/]*@/, ':…@');
  throw new DomainError('INVALID_ARGUMENT', `artifacts url must be file:///abs/folder or s3://bucket/…, got ${shown}`);
}
