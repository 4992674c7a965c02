import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '@bellwether/errors';
import { BenchResult } from './result.js';

/** The latest result of every area, one file each, so that one area can be measured alone. */
export async function readResults(folder: string): Promise<BenchResult[]> {
  await mkdir(folder, { recursive: true });
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    names.map(async (name) => {
      const parsed = BenchResult.safeParse(JSON.parse(await readFile(join(folder, name), 'utf8')));
      if (parsed.success) return parsed.data;
      throw new DomainError('FAILED_PRECONDITION', `${name} is no result of a benchmark: ${parsed.error.message}`);
    }),
  );
}

export async function keepResult(folder: string, result: BenchResult): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${result.area}.json`), `${JSON.stringify(result, null, 2)}\n`);
}
