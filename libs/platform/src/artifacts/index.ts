export {
  ARTIFACT_STORE,
  type ArtifactInfo,
  type ArtifactStore,
  type ArtifactStoreOptions,
  type Collected,
  type StoredArtifact,
} from './artifact-store.js';
export { FolderArtifactStore } from './folder-artifact-store.js';
export { openArtifactStore } from './open-artifact-store.js';
export { safePath } from './safe-path.js';
