import { Injectable } from '@nestjs/common';
import { DomainError } from '@bellwether/errors';
import type { EntityManager } from 'typeorm';
import { parseArtifactSource, runFolder } from '../artifacts/artifact-uri.js';
import { RunRepository } from '../tracking/run-repository.js';
import { VersionRepository } from './version-repository.js';

/** Finds where in the artifact store the source of a model version is. */
@Injectable()
export class SourceResolver {
  constructor(
    private readonly runs: RunRepository,
    private readonly versions: VersionRepository,
  ) {}

  /**
   * @param runId the run that the version names, or '': its version may then not take the files of another run.
   * @returns a path of the store, or the source itself when it is of a run that is not known.
   * @throws INVALID_ARGUMENT for a source outside the store or of another run, NOT_FOUND for a version that is not there.
   */
  async storagePath(source: string, runId: string, manager: EntityManager): Promise<string> {
    const parsed = parseArtifactSource(source);
    if (parsed.kind === 'version') return (await this.versions.find(parsed.name, parsed.version, manager)).storage_path;
    if (parsed.kind === 'alias') return (await this.versions.byAlias(parsed.name, parsed.alias, manager)).storage_path;
    if (parsed.kind === 'run') {
      // A run of nobody has no files to take; a version may name it, as with MLflow, and load nothing.
      if (!(await this.runs.isKnown(parsed.runId, manager))) return source;
      if (runId !== '' && parsed.runId !== runId) throw ofAnotherRun(source, runId);
      const folder = await this.folderOf(parsed.runId, manager);
      return parsed.path === '' ? folder : `${folder}/${parsed.path}`;
    }
    if (runId !== '') {
      const folder = await this.folderOf(runId, manager);
      if (parsed.path !== folder && !parsed.path.startsWith(`${folder}/`)) throw ofAnotherRun(source, runId);
    }
    return parsed.path;
  }

  private async folderOf(runId: string, manager: EntityManager): Promise<string> {
    const run = await this.runs.find(runId, manager);
    return runFolder(run.experiment_id, run.run_id);
  }
}

function ofAnotherRun(source: string, runId: string): DomainError {
  return new DomainError(
    'INVALID_ARGUMENT',
    `Invalid model version source: '${source.slice(0, 200)}' is not among the artifacts of the run ${runId}`,
  );
}
