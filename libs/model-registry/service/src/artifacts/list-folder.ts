import type { ArtifactStore } from '@bellwether/platform/artifacts';
import { checkedPath } from './checked-path.js';

export interface ListedFile {
  /** Name within the folder. */
  readonly path: string;
  readonly is_dir: boolean;
  readonly file_size?: number;
}

/** What stands directly in a folder, by name; '' is the root of the store. */
export async function listFolder(store: ArtifactStore, folder: string): Promise<ListedFile[]> {
  const path = folder === '' ? '' : checkedPath(folder);
  const found = await store.list(path);
  return found.map((entry) => ({
    path: entry.path.slice(entry.path.lastIndexOf('/') + 1),
    is_dir: entry.isDirectory,
    ...(!entry.isDirectory && { file_size: entry.bytes }),
  }));
}
