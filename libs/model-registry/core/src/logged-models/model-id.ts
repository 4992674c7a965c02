import { DomainError } from '@bellwether/errors';
import { checkLength, MAX_EXPERIMENT_NAME_LENGTH } from '../tracking/limits.js';

/** Whether text is the identifier of a logged model, as this registry gives them out: `m-` and 32 hexadecimal digits. */
export function isModelId(text: string): boolean {
  return /^m-[0-9a-f]{32}$/.test(text);
}

/** What says that a logged model does not exist, or was deleted. */
export function loggedModelNotFound(modelId: string): DomainError {
  return new DomainError('NOT_FOUND', `Logged model with ID '${modelId.slice(0, 100)}' not found.`);
}

/** What stock clients refuse in a name: it would not survive in a URI. */
const BAD_CHARACTERS = ['/', ':', '.', '%', '"', "'"];

/**
 * The name of a new logged model: as sent, or made from its identifier.
 *
 * @throws INVALID_ARGUMENT
 * @see MLflow, `mlflow/utils/validation.py`: `_validate_logged_model_name`.
 */
export function nameOfNewModel(modelId: string, name: string | undefined): string {
  if (!name) return `model-${modelId.slice(2, 10)}`;
  checkLength('Model name', name, MAX_EXPERIMENT_NAME_LENGTH);
  if (name.trim() === '' || /\p{Cc}/u.test(name) || BAD_CHARACTERS.some((bad) => name.includes(bad))) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `Invalid model name (${name}) provided. Model name must be a non-empty string and cannot contain the following ` +
        `characters: ${BAD_CHARACTERS.join(' ')}`,
    );
  }
  return name;
}
