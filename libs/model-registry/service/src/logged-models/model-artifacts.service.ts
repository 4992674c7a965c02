import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { ARTIFACT_STORE, safePath, type ArtifactStore } from '@bellwether/platform/artifacts';
import { modelFolder, storeUri } from '../artifacts/artifact-uri.js';
import { listFolder, type ListedFile } from '../artifacts/list-folder.js';
import { LoggedModelRepository } from './logged-model-repository.js';

/** The artifacts of a logged model; their content goes through the artifact proxy. */
@Injectable()
export class ModelArtifactsService {
  constructor(
    private readonly models: LoggedModelRepository,
    @Inject(ARTIFACT_STORE) private readonly store: ArtifactStore,
  ) {}

  /** What stands directly in a folder of the model; paths are relative to the model. */
  async list(modelId: string, folder: string | undefined): Promise<{ root_uri: string; files: ListedFile[] }> {
    const model = await this.models.find(modelId);
    const below = folder ? safePath(folder) : '';
    const root = modelFolder(model.experiment_id, model.model_id);
    const found = await listFolder(this.store, below === '' ? root : `${root}/${below}`);
    const files = found.map((file) => ({ ...file, path: below === '' ? file.path : `${below}/${file.path}` }));
    return { root_uri: storeUri(root), files };
  }

  /** The content of a file of the model. @throws NOT_FOUND */
  async open(modelId: string, path: string): Promise<Readable> {
    const model = await this.models.find(modelId);
    return this.store.get(`${modelFolder(model.experiment_id, model.model_id)}/${safePath(path)}`);
  }
}
