import { readFile } from 'node:fs/promises';
import { ImportMapping } from '@bellwether/contracts';
import { CommandError } from '../command-error.js';

/** The mapping that a JSON file holds. @throws INVALID_ARGUMENT naming the path of each field that is not right. */
export async function readMapping(path: string): Promise<ImportMapping> {
  const text = await readFile(path, 'utf8');
  const refused = (problem: string) =>
    new CommandError(
      'INVALID_ARGUMENT',
      `'${path}' is no mapping: ${problem}`,
      'See docs/importing.md for what a mapping says.',
    );
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw refused(error instanceof Error ? error.message : String(error));
  }
  const parsed = ImportMapping.safeParse(value);
  if (parsed.success) return parsed.data;
  throw refused(
    parsed.error.issues.map((issue) => `${['mapping', ...issue.path].join('.')}: ${issue.message}`).join('; '),
  );
}
