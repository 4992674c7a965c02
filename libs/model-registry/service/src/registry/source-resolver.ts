import { Injectable } from '@nestjs/common';
import { DomainError } from '@bellwether/errors';
import type { EntityManager } from 'typeorm';
import { ownerOf } from '../artifacts/artifact-owner.js';
import { modelFolder, parseArtifactSource, runFolder } from '../artifacts/artifact-uri.js';
import type { LoggedModelEntity } from '../database/logged-model.entity.js';
import { LoggedModelRepository } from '../logged-models/logged-model-repository.js';
import { RunRepository } from '../tracking/run-repository.js';
import { VersionRepository } from './version-repository.js';

/** What a client says that a version is made of. */
export interface WrittenSource {
  readonly source: string;
  /** The run that the version names, or '': it may then not take the files of another run. */
  readonly runId: string;
  /** The logged model that the version names, or '': it may then not take the files of another one. */
  readonly modelId: string;
}

/** Where the files of a version are, and what made them; '' for what is not known. */
export interface ResolvedSource {
  /** A path of the artifact store. */
  readonly storagePath: string;
  readonly runId: string;
  readonly modelId: string;
}

/** Finds where in the artifact store the source of a model version is. */
@Injectable()
export class SourceResolver {
  constructor(
    private readonly runs: RunRepository,
    private readonly versions: VersionRepository,
    private readonly models: LoggedModelRepository,
  ) {}

  /**
   * @throws INVALID_ARGUMENT for a source outside the store, or of another run or model than the version names; NOT_FOUND
   *   for one that names what is not; FAILED_PRECONDITION for a logged model whose upload failed.
   */
  async resolve(written: WrittenSource, manager: EntityManager): Promise<ResolvedSource> {
    const found = await this.locate(written, manager);
    if (written.modelId === '' || written.modelId === found.modelId) return found;
    throw ofAnother('model', written.source, written.modelId);
  }

  private async locate(written: WrittenSource, manager: EntityManager): Promise<ResolvedSource> {
    const parsed = parseArtifactSource(written.source);
    switch (parsed.kind) {
      case 'logged-model':
        return this.wholeModel(written, await this.models.find(parsed.modelId, manager));
      case 'version':
      case 'alias': {
        const { storage_path, model_id } =
          parsed.kind === 'version'
            ? await this.versions.find(parsed.name, parsed.version, manager)
            : await this.versions.byAlias(parsed.name, parsed.alias, manager);
        return { storagePath: storage_path, runId: written.runId, modelId: model_id };
      }
      case 'run': {
        // A run of nobody has no files to take; a version may name it, as with MLflow, and load nothing.
        if (!(await this.runs.isKnown(parsed.runId, manager))) {
          return { storagePath: written.source, runId: written.runId, modelId: '' };
        }
        if (written.runId !== '' && parsed.runId !== written.runId)
          throw ofAnother('run', written.source, written.runId);
        const folder = await this.folderOfRun(parsed.runId, manager);
        const storagePath = parsed.path === '' ? folder : `${folder}/${parsed.path}`;
        return { storagePath, runId: written.runId, modelId: '' };
      }
      case 'store':
        return this.inStore(written, parsed.path, manager);
    }
  }

  private wholeModel(written: WrittenSource, model: LoggedModelEntity): ResolvedSource {
    if (model.status === 'FAILED') {
      throw new DomainError(
        'FAILED_PRECONDITION',
        `Invalid model version source: the upload of the model ${model.model_id} failed, so that its files are not whole`,
      );
    }
    const { runId, source } = written;
    if (runId !== '' && model.source_run_id !== '' && runId !== model.source_run_id)
      throw ofAnother('run', source, runId);
    return {
      storagePath: modelFolder(model.experiment_id, model.model_id),
      runId: runId || model.source_run_id,
      modelId: model.model_id,
    };
  }

  /** A folder that several owners share would be served, and frozen, on behalf of whoever registers it. */
  private async inStore(written: WrittenSource, path: string, manager: EntityManager): Promise<ResolvedSource> {
    const { source, runId, modelId } = written;
    const owner = ownerOf(path);
    if (owner === undefined) throw ofNobody(source);
    if (owner.kind === 'logged-model') {
      const whole = this.wholeModel(written, await this.models.find(owner.modelId, manager));
      if (!isIn(whole.storagePath, path)) throw ofNobody(source);
      return { ...whole, storagePath: path };
    }
    if (modelId !== '') throw ofAnother('model', source, modelId);
    if (runId !== '' && owner.runId !== runId) throw ofAnother('run', source, runId);
    if (!isIn(await this.folderOfRun(owner.runId, manager), path)) throw ofNobody(source);
    return { storagePath: path, runId, modelId };
  }

  private async folderOfRun(runId: string, manager: EntityManager): Promise<string> {
    const run = await this.runs.find(runId, manager);
    return runFolder(run.experiment_id, run.run_id);
  }
}

function isIn(folder: string, path: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

function ofNobody(source: string): DomainError {
  return new DomainError(
    'INVALID_ARGUMENT',
    `Invalid model version source: '${source.slice(0, 200)}' is not a folder among the artifacts of one run or logged model`,
  );
}

function ofAnother(what: 'run' | 'model', source: string, id: string): DomainError {
  return new DomainError(
    'INVALID_ARGUMENT',
    `Invalid model version source: '${source.slice(0, 200)}' is not among the artifacts of the ${what} ${id.slice(0, 100)}`,
  );
}
