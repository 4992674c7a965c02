import { DomainError } from '@bellwether/errors';

const MAX_ALIAS_LENGTH = 255;

/**
 * Checks the name of an alias: letters, digits, `_` and `-`, and nothing that reads as a version (`v3`, `latest`).
 *
 * @throws INVALID_ARGUMENT
 * @see MLflow, `mlflow/utils/validation.py`: `_validate_model_alias_name`.
 */
export function checkAlias(alias: string): void {
  if (alias === '') throw new DomainError('INVALID_ARGUMENT', 'Registered model alias name cannot be empty.');
  if (alias.length > MAX_ALIAS_LENGTH || !/^[\w-]+$/.test(alias)) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `Invalid alias name: '${alias.slice(0, MAX_ALIAS_LENGTH)}'. Names may only contain alphanumerics, underscores (_), ` +
        `and dashes (-), and at most ${MAX_ALIAS_LENGTH} of them.`,
    );
  }
  if (alias.toLowerCase() === 'latest') {
    throw new DomainError('INVALID_ARGUMENT', "'latest' alias name (case insensitive) is reserved.");
  }
  if (/^[vV]\d+$/.test(alias)) {
    throw new DomainError('INVALID_ARGUMENT', `Version alias name '${alias}' is reserved.`);
  }
}
