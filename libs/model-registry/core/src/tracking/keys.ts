import { DomainError } from '@bellwether/errors';
import { checkLength, MAX_KEY_LENGTH, MAX_PARAM_VALUE_LENGTH, MAX_TAG_VALUE_LENGTH } from './limits.js';

/**
 * Checks the key of a metric, parameter or tag: letters of any language, digits, `_`, `.`, `-`, space and `/`, and no
 * path that means another one (`a//b`, `../a`), since stock clients write keys as files.
 *
 * @throws INVALID_ARGUMENT
 * @see MLflow, `mlflow/utils/validation.py`: `_validate_metric_name`, `path_not_unique`.
 */
export function checkKey(what: 'metric' | 'parameter' | 'tag', key: string): void {
  if (key === '') throw new DomainError('INVALID_ARGUMENT', `Missing value for required parameter 'key'.`);
  checkLength(`${what === 'parameter' ? 'Param' : what === 'metric' ? 'Metric' : 'Tag'} key`, key, MAX_KEY_LENGTH);
  if (!/^[\p{L}\p{M}\p{N}_./\- ]*$/u.test(key)) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `Invalid ${what} name: '${key}'. Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), ` +
        'spaces ( ), and slashes (/).',
    );
  }
  if (!isPlainPath(key)) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `Invalid ${what} name: '${key}'. Names may be treated as files in certain cases, and must not resolve to other ` +
        'names when treated as such.',
    );
  }
}

function isPlainPath(key: string): boolean {
  return key.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..');
}

/** @throws INVALID_ARGUMENT */
export function checkParam(key: string, value: string): void {
  checkKey('parameter', key);
  checkLength('Param value', value, MAX_PARAM_VALUE_LENGTH);
}

/** @throws INVALID_ARGUMENT */
export function checkTag(key: string, value: string): void {
  checkKey('tag', key);
  checkLength('Tag value', value, MAX_TAG_VALUE_LENGTH);
}
