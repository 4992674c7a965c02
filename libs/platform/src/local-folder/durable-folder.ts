import { mkdir, open, rename } from 'node:fs/promises';
import { dirname, relative, sep, join } from 'node:path';

/** Brings the entries of a folder to disk: a rename or link is durable only after this. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a folder with all above it, durably. */
export async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  let parent = dirname(first);
  await syncFolder(parent);
  for (const segment of relative(parent, folder).split(sep)) {
    parent = join(parent, segment);
    await syncFolder(parent);
  }
}

/** Puts new content in the place of a file: after a crash the old stands there or the new, never a part. */
export async function replaceFile(file: string, content: string): Promise<void> {
  const fresh = `${file}.new`;
  const handle = await open(fresh, 'w');
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(fresh, file);
  await syncFolder(dirname(file));
}
