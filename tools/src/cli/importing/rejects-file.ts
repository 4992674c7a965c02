import { access, constants } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Where the rejected rows of an input go unless the user says: beside it, or into the working folder where nothing can be
 * written beside it, as on a read-only disk of data.
 *
 * @param input absolute. @param workingFolder absolute.
 */
export async function rejectsBeside(input: string, workingFolder: string): Promise<string> {
  const name = `${basename(input)}.rejects.csv`;
  try {
    await access(dirname(input), constants.W_OK);
    return join(dirname(input), name);
  } catch {
    return join(workingFolder, name);
  }
}
