import { formatFiles, generateFiles, type Tree } from '@nx/devkit';
import { DomainError } from '@bellwether/errors';
import { FEATURE_VIEWS } from '@bellwether/feature-engineering';
import { templates } from '../templates.js';

export interface ModelOptions {
  /** In snake_case. */
  readonly name: string;
  /** What it predicts, one sentence without a full stop. */
  readonly description: string;
  readonly view?: string;
}

/**
 * The folder of a new model: its training configuration, which trains as it is, and a card that says what is not known
 * yet.
 *
 * @throws INVALID_ARGUMENT for a name that is not snake_case or a view that is none, ALREADY_EXISTS when it is there.
 */
export default async function model(
  tree: Tree,
  { name, description, view = 'booking_cancellation' }: ModelOptions,
): Promise<void> {
  if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name)) {
    throw new DomainError('INVALID_ARGUMENT', `name must be snake_case, got '${name}'`);
  }
  if (!Object.hasOwn(FEATURE_VIEWS, view)) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `view must be one of ${Object.keys(FEATURE_VIEWS).join(', ')}, got '${view}'`,
    );
  }
  if (tree.exists(`models/${name}`)) throw new DomainError('ALREADY_EXISTS', `models/${name} is there already`);
  generateFiles(tree, templates('model'), `models/${name}`, {
    name,
    description: description.replace(/\.$/, ''),
    view,
  });
  await formatFiles(tree);
}
