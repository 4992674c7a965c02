import { Inject, Injectable } from '@nestjs/common';
import { ARTIFACT_STORE, type ArtifactStore } from '@bellwether/platform/artifacts';
import { RunRepository } from '../tracking/run-repository.js';
import { runFolder } from './artifact-uri.js';
import { checkedPath } from './checked-path.js';
import { listFolder, type ListedFile } from './list-folder.js';

/** The artifacts of a run; their content goes through the artifact proxy. */
@Injectable()
export class RunArtifactsService {
  constructor(
    private readonly runs: RunRepository,
    @Inject(ARTIFACT_STORE) private readonly store: ArtifactStore,
  ) {}

  /** What stands directly in a folder of the run; paths are relative to the run, as the protocol has them here. */
  async list(runId: string, folder: string | undefined): Promise<{ root_uri: string; files: ListedFile[] }> {
    const below = folder ? checkedPath(folder) : '';
    const run = await this.runs.find(runId);
    const root = runFolder(run.experiment_id, run.run_id);
    const found = await listFolder(this.store, below === '' ? root : `${root}/${below}`);
    const files = found.map((file) => ({ ...file, path: below === '' ? file.path : `${below}/${file.path}` }));
    return { root_uri: run.artifact_uri, files };
  }
}
