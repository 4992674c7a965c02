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

/**
 * Undefined for a version that is gone, and for one that somebody else made and that has no such file.
 *
 * @throws FAILED_PRECONDITION where the registry is away or the file is wrong: the monitors that need it say so, and the
 *   others look all the same.
 */
async function fetched(registry: MlflowClient, model: string, version: string): Promise<ModelReference | undefined> {
  try {
    const source = await registry.versions.downloadUri(model, version);
    const bytes = await registry.artifacts.download(source, MANIFEST_FILE);
    return BundleManifest.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (cause) {
    if (cause instanceof DomainError && cause.code === 'NOT_FOUND') return undefined;
    const why = cause instanceof DomainError ? cause.message : 'it is no manifest of a bundle';
    const message = `${MANIFEST_FILE} of ${model} ${version}: ${why}`;
    throw new DomainError('FAILED_PRECONDITION', message, { cause });
  }
}
