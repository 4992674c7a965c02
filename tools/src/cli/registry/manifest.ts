import { BundleManifest } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import type { Stack } from '../stack/stack.js';

/**
 * The manifest of a version's bundle; undefined where it has none (a model of someone else's) or one of a later format.
 *
 * @param source download URI of the version.
 */
export async function readManifest({ registry }: Stack, source: string): Promise<BundleManifest | undefined> {
  try {
    const bytes = await registry.artifacts.download(source, 'bellwether.json');
    return BundleManifest.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}
