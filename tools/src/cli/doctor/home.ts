import { access, constants, readdir } from 'node:fs/promises';
import type { Finding } from './finding.js';

/** The folder of the embedded stores. */
export async function examineHome(home: string): Promise<Finding> {
  try {
    const entries = await readdir(home);
    await access(home, constants.W_OK);
    return { what: 'Home', status: 'ok', detail: `${home} (${entries.length === 0 ? 'empty' : entries.join(', ')})` };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') {
      return { what: 'Home', status: 'note', detail: `${home} is not there yet: the first start makes it` };
    }
    const advice = 'Give this user write access, or set BELLWETHER_HOME to another folder.';
    return { what: 'Home', status: 'wrong', detail: `${home} cannot be written (${code})`, advice };
  }
}
