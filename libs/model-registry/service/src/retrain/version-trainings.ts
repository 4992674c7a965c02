import { Injectable } from '@nestjs/common';
import type { TrainPayload } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { VersionRepository } from '../registry/version-repository.js';
import { TrainingLedger } from './training-ledger.js';

/** Which training a version came from. */
@Injectable()
export class VersionTrainings {
  constructor(
    private readonly versions: VersionRepository,
    private readonly ledger: TrainingLedger,
  ) {}

  /**
   * What the training of a version was asked.
   *
   * @throws NOT_FOUND for no such version, FAILED_PRECONDITION for one that no training of this registry made.
   */
  async trainingOf(modelName: string, version: string): Promise<Omit<TrainPayload, 'run_id'>> {
    const { name, run_id } = await this.versions.find(modelName, version);
    const entry = run_id === '' ? null : await this.ledger.ofRun(run_id);
    if (entry === null || entry.model_name !== name) {
      throw new DomainError(
        'FAILED_PRECONDITION',
        `version ${version} of ${name} cannot be reproduced: it was not trained through this registry`,
      );
    }
    const { run_id: _run, ...asked } = entry.payload as TrainPayload;
    return asked;
  }
}
