import { fileURLToPath } from 'node:url';
import { DomainError } from '@bellwether/errors';
import type { ArtifactStore } from './artifact-store.js';
import { FolderArtifactStore, type FolderArtifactStoreOptions } from './folder-artifact-store.js';

/**
 * @param url `file:///abs/folder`.
 * @throws INVALID_ARGUMENT for any other url.
 */
export function openArtifactStore(url: string, options: FolderArtifactStoreOptions = {}): ArtifactStore {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed?.protocol === 'file:' && parsed.host === '' && parsed.pathname !== '/') {
    return new FolderArtifactStore(fileURLToPath(parsed), options);
  }
  throw new DomainError('INVALID_ARGUMENT', `artifacts url must be file:///abs/folder, got ${url}`);
}
