import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file of the shared data, beside the repository or where BELLWETHER_DATA says. */
export function dataFile(name) {
  const data = process.env.BELLWETHER_DATA ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));
  const file = join(data, name);
  if (!existsSync(file)) throw new Error(`${file} is absent; BELLWETHER_DATA names the folder of the data`);
  return file;
}
