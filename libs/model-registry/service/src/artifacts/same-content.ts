import { createHash } from 'node:crypto';
import { DomainError } from '@bellwether/errors';
import type { ArtifactStore } from '@bellwether/platform/artifacts';

/** Whether bytes are what stands at a path; false when nothing does. Both are read as streams. */
export async function isContentOf(
  store: ArtifactStore,
  path: string,
  content: AsyncIterable<Uint8Array>,
): Promise<boolean> {
  const sent = await digestOf(content);
  try {
    return (await digestOf(await store.get(path))) === sent;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'NOT_FOUND') return false;
    throw error;
  }
}

async function digestOf(content: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of content) hash.update(chunk);
  return hash.digest('hex');
}
