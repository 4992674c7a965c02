import { DomainError } from '@bellwether/errors';

export const STAGES = ['None', 'Staging', 'Production', 'Archived'] as const;
export type Stage = (typeof STAGES)[number];

/**
 * The stage that a word names, in any case.
 *
 * @throws INVALID_ARGUMENT
 */
export function canonicalStage(written: string): Stage {
  const stage = STAGES.find((each) => each.toLowerCase() === written.toLowerCase());
  if (stage === undefined) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `Invalid Model Version stage: ${written.slice(0, 60)}. Value must be one of ${STAGES.join(', ')}.`,
    );
  }
  return stage;
}

/**
 * Checks a transition: only Staging and Production have other versions to archive.
 *
 * @throws INVALID_ARGUMENT
 */
export function checkTransition(stage: Stage, archiveExisting: boolean): void {
  if (archiveExisting && stage !== 'Staging' && stage !== 'Production') {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `Model version transition cannot archive existing model versions because '${stage}' is not an Active stage. ` +
        'Valid stages are Staging, Production',
    );
  }
}
