import { BundleManifest } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import type { ModelReference } from '@bellwether/feature-engineering';
import type { MlflowClient } from '@bellwether/mlflow-js-client';
import { MANIFEST_FILE } from '@bellwether/platform/model-runtime';

/** What versions say of themselves in their bundles, each fetched once. */
export function bundleReferences(
  registry: MlflowClient,
): (model: string, version: string) => Promise<ModelReference | undefined> {
  const known = new Map<string, Promise<ModelReference | undefined>>();
  return (model, version) => {
    const key = JSON.stringify([model, version]);
    let reference = known.get(key);
    if (reference === undefined) known.set(key, (reference = fetched(registry, model, version)));
    return reference;
  };
}

/** Undefined for a version that is gone, and for one that somebody else made and that has no such file. */
async function fetched(registry: MlflowClient, model: string, version: string): Promise<ModelReference | undefined> {
  try {
    const source = await registry.versions.downloadUri(model, version);
    const bytes = await registry.artifacts.download(source, MANIFEST_FILE);
    return BundleManifest.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    if (error instanceof DomainError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}
