import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Where a file is written until it is whole. */
export const partial = (path: string): string => `${path}.partial`;

export async function makeFolderOf(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
}

/** Gives a whole file its name. */
export async function publish(path: string): Promise<void> {
  await rename(partial(path), path);
}

export async function discard(path: string): Promise<void> {
  await rm(partial(path), { force: true });
}
