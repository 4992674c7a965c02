import type { Readable } from 'node:stream';

export interface ArtifactInfo {
  /** Path below the root of the store, segments joined by '/'. */
  readonly path: string;
  readonly isDirectory: boolean;
  /** Size in bytes; 0 for a directory. */
  readonly bytes: number;
}

export interface StoredArtifact {
  readonly path: string;
  readonly bytes: number;
  /** SHA-256 of the content, lower-case hexadecimal. */
  readonly sha256: string;
}

/**
 * Files by path, content-addressed underneath. A put is atomic: a reader sees the old content or the new, never a part.
 *
 * @throws INVALID_ARGUMENT for a path that is empty, absolute, encoded, or leaves the store; NOT_FOUND for an absent file.
 */
export interface ArtifactStore {
  put(path: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<StoredArtifact>;
  get(path: string): Promise<Readable>;
  read(path: string): Promise<Uint8Array>;
  /** What stands directly below a folder, in path order; an absent folder is empty. */
  list(folder: string): Promise<ArtifactInfo[]>;
  /** Deletes a file, or a folder with all below it; deleting what is absent is no error. */
  delete(path: string): Promise<void>;
}

export const ARTIFACT_STORE = Symbol('ArtifactStore');
