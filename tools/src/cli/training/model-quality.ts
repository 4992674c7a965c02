import { readManifest } from '../registry/manifest.js';
import type { Stack } from '../stack/stack.js';

/** How good a version is, and how that was measured. */
export interface ModelQuality {
  readonly model_name: string;
  readonly version: string;
  /** On rows later than all training rows, under `protocol`. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly protocol: string;
  readonly training_rows: number;
  readonly source: string;
}

/** Reads the quality of a version from its bundle, where it stands whether the version is in production or not. */
export async function qualityOf(stack: Stack, name: string, version: string): Promise<ModelQuality> {
  const source = await stack.registry.versions.downloadUri(name, version);
  const manifest = await readManifest(stack, source);
  return {
    model_name: name,
    version,
    metrics: manifest?.metrics ?? {},
    protocol: manifest?.protocol ?? 'a model of someone else: nothing is known of its quality',
    training_rows: manifest?.training.rows ?? 0,
    source: manifest?.training.source ?? '',
  };
}
