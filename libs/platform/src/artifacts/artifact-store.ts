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

export interface ArtifactStoreOptions {
  /** Largest content of one artifact, in bytes. Default 4 GiB. */
  readonly maxBytes?: number;
  readonly clock?: () => Date;
}

/** What `collect` removed. */
export interface Collected {
  /** Contents that nothing referred to. */
  readonly blobs: number;
  readonly uploads: number;
  /** As far as the store tells. */
  readonly bytes: number;
}

/**
 * Files by path. A put is atomic: a reader sees the old content or the new, never a part.
 *
 * @throws INVALID_ARGUMENT for a path that is empty, absolute, encoded, or leaves the store; NOT_FOUND for an absent file;
 *   RESOURCE_EXHAUSTED when the store is full, PERMISSION_DENIED when it refuses this process, UNAVAILABLE when it cannot
 *   be reached.
 */
export interface ArtifactStore {
  put(path: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<StoredArtifact>;
  get(path: string): Promise<Readable>;
  read(path: string): Promise<Uint8Array>;
  /** What stands directly below a folder, in path order; an absent folder is empty. */
  list(folder: string): Promise<ArtifactInfo[]>;
  /** Deletes a file, or a folder with all below it; deleting what is absent is no error. */
  delete(path: string): Promise<void>;
  /** Frees what crashes and deletions left behind; safe beside any other call, in any number of processes. */
  collect(): Promise<Collected>;
  /** @throws what keeps the store from answering. */
  check(): Promise<void>;
}

export const ARTIFACT_STORE = Symbol('ArtifactStore');
