import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '@bellwether/errors';
import { ARTIFACT_STORE, type ArtifactStore } from '@bellwether/platform/artifacts';
import { BUNDLE_DIGEST_TAG, MANIFEST_FILE, sha256, SIGNATURE_TAG } from '@bellwether/platform/model-runtime';
import { In, type EntityManager } from 'typeorm';
import { MODEL_REGISTRY_CONFIG, type ModelRegistryConfig } from '../config.js';
import { ModelVersionTagEntity, type ModelVersionEntity } from '../database/model-version.entity.js';

/** Where keys are configured, nothing goes into production that none of them has signed. */
@Injectable()
export class SignaturePolicy {
  constructor(
    @Inject(MODEL_REGISTRY_CONFIG) private readonly config: ModelRegistryConfig,
    @Inject(ARTIFACT_STORE) private readonly store: ArtifactStore,
  ) {}

  /** @throws FAILED_PRECONDITION for a version that is not signed, or is no longer what was signed. */
  async check(manager: EntityManager, { name, version, storage_path }: ModelVersionEntity): Promise<void> {
    const { trustedKeys } = this.config;
    if (trustedKeys === undefined) return;
    const key = In([BUNDLE_DIGEST_TAG, SIGNATURE_TAG]);
    const tags = await manager.findBy(ModelVersionTagEntity, { name, version, key });
    const valueOf = (wanted: string) => tags.find((tag) => tag.key === wanted)?.value;
    const digest = valueOf(BUNDLE_DIGEST_TAG);
    trustedKeys.check(name, digest, valueOf(SIGNATURE_TAG));
    if (sha256(await this.store.read(`${storage_path}/${MANIFEST_FILE}`)) !== digest) {
      throw new DomainError(
        'FAILED_PRECONDITION',
        `${MANIFEST_FILE} of ${name} version ${version} is not what was signed`,
      );
    }
  }
}
