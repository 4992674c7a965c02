import { Injectable } from '@nestjs/common';
import { DomainError } from '@bellwether/errors';
import type { EntityManager } from 'typeorm';
import { ownerOf } from '../artifacts/artifact-owner.js';
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
   * @returns a path of the store.
   * @throws INVALID_ARGUMENT for a source outside the store or of another run, NOT_FOUND for one that names what is not.
   */
  async storagePath(source: string, runId: string, manager: EntityManager): Promise<string> {
    const parsed = parseArtifactSource(source);
    if (parsed.kind === 'version') return (await this.versions.find(parsed.name, parsed.version, manager)).storage_path;
    if (parsed.kind === 'alias') return (await this.versions.byAlias(parsed.name, parsed.alias, manager)).storage_path;
    if (parsed.kind === 'run') {
      if (runId !== '' && parsed.runId !== runId) throw ofAnotherRun(source, runId);
      const folder = await this.folderOf(parsed.runId, manager);
      return parsed.path === '' ? folder : `${folder}/${parsed.path}`;
    }
    await this.checkOwner(source, parsed.path, runId, manager);
    return parsed.path;
  }

  /** A folder that several runs share would be served, and frozen, on behalf of whoever registers it. */
  private async checkOwner(source: string, path: string, runId: string, manager: EntityManager): Promise<void> {
    const owner = ownerOf(path);
    if (owner === undefined) throw ofNobody(source);
    if (runId !== '' && (owner.kind !== 'run' || owner.runId !== runId)) throw ofAnotherRun(source, runId);
    if (owner.kind !== 'run') return;
    const folder = await this.folderOf(owner.runId, manager);
    if (folder !== runFolder(owner.experimentId, owner.runId)) throw ofNobody(source);
  }

  private async folderOf(runId: string, manager: EntityManager): Promise<string> {
    const run = await this.runs.find(runId, manager);
    return runFolder(run.experiment_id, run.run_id);
  }
}

function ofNobody(source: string): DomainError {
  return new DomainError(
    'INVALID_ARGUMENT',
    `Invalid model version source: '${source.slice(0, 200)}' is not a folder among the artifacts of one run`,
  );
}

function ofAnotherRun(source: string, runId: string): DomainError {
  return new DomainError(
    'INVALID_ARGUMENT',
    `Invalid model version source: '${source.slice(0, 200)}' is not among the artifacts of the run ${runId}`,
  );
}
