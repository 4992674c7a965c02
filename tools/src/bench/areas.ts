import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../cli/command-error.js';

const SUFFIX = '.bench.mjs';

/** The areas that tools/bench has a script for, by name. */
export async function listAreas(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => name.endsWith(SUFFIX))
    .map((name) => name.slice(0, -SUFFIX.length))
    .sort();
}

/** Those asked for, or all; an unknown one is refused before any runs. */
export function chooseAreas(all: readonly string[], wanted: readonly string[]): readonly string[] {
  const unknown = wanted.filter((area) => !all.includes(area));
  if (unknown.length > 0) throw new UsageError(`no area ${unknown.join(', ')}; there are ${all.join(', ')}`);
  return wanted.length === 0 ? all : wanted;
}

export function scriptOf(folder: string, area: string): string {
  return join(folder, area + SUFFIX);
}
