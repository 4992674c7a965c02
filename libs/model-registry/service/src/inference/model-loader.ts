import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DomainError } from '@bellwether/errors';
import { openSession, type OnnxSession } from '@bellwether/model-kernel/onnx-runtime';
import { ARTIFACT_STORE, type ArtifactStore } from '@bellwether/platform/artifacts';
import { BUNDLE_DIGEST_TAG, openBundle, sha256 } from '@bellwether/platform/model-runtime';
import { IsNull, type DataSource } from 'typeorm';
import { ModelVersionEntity, ModelVersionTagEntity } from '../database/model-version.entity.js';
import { DOMAIN } from '../domain.js';
import { MAX_MODEL_BYTES, onnxFileIn, USUAL_NAME } from '../onnx/model-file.js';

/** Opens the ONNX file of a model version, after making sure that it is the one that was registered. */
@Injectable()
export class ModelLoader {
  constructor(
    @InjectDataSource(DOMAIN) private readonly dataSource: DataSource,
    @Inject(ARTIFACT_STORE) private readonly store: ArtifactStore,
  ) {}

  /** @throws FAILED_PRECONDITION for a version without an ONNX file, or with one that was altered or does not run. */
  async load(version: ModelVersionEntity): Promise<OnnxSession> {
    const key = { name: version.name, version: version.version, key: BUNDLE_DIGEST_TAG };
    const digest = (await this.dataSource.manager.findOneBy(ModelVersionTagEntity, key))?.value;
    const bytes = digest === undefined ? await this.foreign(version) : await this.bundled(version, digest);
    try {
      return await openSession(bytes);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'INVALID_ARGUMENT') throw error;
      // The caller's request was sound: it is the model that cannot be served.
      throw refused(version, error.message, error);
    }
  }

  /** The ONNX file of a bundle, whose manifest accounts for every byte. */
  private async bundled(version: ModelVersionEntity, digest: string): Promise<Uint8Array> {
    const folder = version.storage_path;
    const read = async (path: string) => [path, await this.store.read(`${folder}/${path}`)] as const;
    const listed = (await this.store.list(folder)).filter(({ isDirectory }) => !isDirectory);
    const files = await Promise.all(listed.map(({ path }) => read(path.slice(folder.length + 1))));
    const bytes = openBundle(new Map(files), digest).files.get(USUAL_NAME);
    if (bytes === undefined) throw refused(version, 'its bundle has no ONNX file');
    return bytes;
  }

  /** The ONNX file of a model from elsewhere. */
  private async foreign(version: ModelVersionEntity): Promise<Uint8Array> {
    const { file, candidates } = await onnxFileIn(this.store, version.storage_path);
    if (file === undefined) throw refused(version, `it has ${candidates} ONNX files, none named ${USUAL_NAME}`);
    if (file.bytes > MAX_MODEL_BYTES) throw refused(version, `its ONNX file has more than ${MAX_MODEL_BYTES} bytes`);
    const bytes = await this.store.read(file.path);
    await this.pin(version, sha256(bytes));
    return bytes;
  }

  /** A model from elsewhere must stay what was inspected; one that was registered before there was an inspection, what
   * was first served. */
  private async pin(version: ModelVersionEntity, digest: string): Promise<void> {
    const { manager } = this.dataSource;
    const key = { name: version.name, version: version.version };
    await manager.update(ModelVersionEntity, { ...key, onnx_sha256: IsNull() }, { onnx_sha256: digest });
    const pinned = await manager.findOneBy(ModelVersionEntity, key);
    if (pinned?.onnx_sha256 !== digest) throw refused(version, 'its ONNX file is not the one that was registered');
  }
}

function refused({ name, version }: ModelVersionEntity, reason: string, cause?: unknown): DomainError {
  return new DomainError('FAILED_PRECONDITION', `${name} version ${version} cannot be served: ${reason}`, { cause });
}
