import { Inject, Injectable } from '@nestjs/common';
import { BundleManifest } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { ARTIFACT_STORE, type ArtifactStore } from '@bellwether/platform/artifacts';
import { MANIFEST_FILE } from '@bellwether/platform/model-runtime';
import type { ModelVersionEntity } from '../database/model-version.entity.js';

/** What the bundles of versions say of themselves. */
@Injectable()
export class BundleManifests {
  constructor(@Inject(ARTIFACT_STORE) private readonly store: ArtifactStore) {}

  /** The manifest of a version's bundle, or undefined for a model from elsewhere. */
  async of(version: Pick<ModelVersionEntity, 'storage_path'>): Promise<BundleManifest | undefined> {
    return (await this.read(version))?.manifest;
  }

  /** The manifest with the bytes that its digest is of. */
  async read({
    storage_path,
  }: Pick<ModelVersionEntity, 'storage_path'>): Promise<{ manifest: BundleManifest; bytes: Uint8Array } | undefined> {
    try {
      const bytes = await this.store.read(`${storage_path}/${MANIFEST_FILE}`);
      const { data } = BundleManifest.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
      return data && { manifest: data, bytes };
    } catch (error) {
      if (error instanceof DomainError && error.code === 'NOT_FOUND') return undefined;
      if (error instanceof SyntaxError) return undefined;
      throw error;
    }
  }
}
