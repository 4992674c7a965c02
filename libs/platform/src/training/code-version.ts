import { readFile } from 'node:fs/promises';

/** Version of the code that trains, from its package's own manifest. @param manifest its `package.json`. */
export async function codeVersionIn(manifest: URL): Promise<string> {
  return (JSON.parse(await readFile(manifest, 'utf8')) as { version: string }).version;
}
