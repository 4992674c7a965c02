import { Injectable } from '@nestjs/common';
import { VersionRepository } from '../registry/version-repository.js';
import { RunRepository } from '../tracking/run-repository.js';
import type { ArtifactPlaces } from './artifact-pages.js';
import { runFolder } from './artifact-uri.js';
import { checkedPath } from './checked-path.js';

/** Artifacts by the run or the version that they belong to. The path is looked at first: it says nothing of what exists. */
@Injectable()
export class NamedArtifacts implements ArtifactPlaces {
  constructor(
    private readonly runs: RunRepository,
    private readonly versions: VersionRepository,
  ) {}

  /** @throws INVALID_ARGUMENT for a path out of the run's folder, NOT_FOUND for an unknown run. */
  async ofRun(runId: string, path: string): Promise<string> {
    const below = checkedPath(path);
    const run = await this.runs.find(runId);
    return `${runFolder(run.experiment_id, run.run_id)}/${below}`;
  }

  /** @throws INVALID_ARGUMENT for a path out of the version's folder, NOT_FOUND for an unknown version. */
  async ofVersion(name: string, version: string, path: string): Promise<string> {
    const below = checkedPath(path);
    const { storage_path } = await this.versions.find(name, version);
    return `${storage_path}/${below}`;
  }
}
