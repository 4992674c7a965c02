import { fileURLToPath } from 'node:url';

/** Folder of a generator's templates, the same from `src` and from `dist`. */
export function templates(path: string): string {
  return fileURLToPath(new URL(`../../templates/${path}`, import.meta.url));
}
