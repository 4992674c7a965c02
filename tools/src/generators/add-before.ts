import type { Tree } from '@nx/devkit';
import { DomainError } from '@bellwether/errors';

/**
 * Adds lines to a source file before the one that begins with a mark.
 *
 * @throws FAILED_PRECONDITION when the file has no such line, or several.
 */
export function addBefore(tree: Tree, file: string, mark: string, lines: string): void {
  const text = tree.read(file, 'utf8') ?? '';
  const [before, after, ...more] = `\n${text}`.split(`\n${mark}`);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new DomainError('FAILED_PRECONDITION', `${file} must have one line that begins with '${mark}'`);
  }
  tree.write(file, `${before}\n${lines}${mark}${after}`.slice(1));
}
