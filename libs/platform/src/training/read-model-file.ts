import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '@bellwether/errors';
import type { z } from 'zod';

/**
 * Reads `models/<name>/model.json` as the trainer's schema has it.
 *
 * @param modelsDir folder with one folder for each model.
 * @throws NOT_FOUND for a model without a configuration, INVALID_ARGUMENT naming what is wrong in a malformed one.
 */
export async function readModelFile<Schema extends z.ZodType>(
  modelsDir: string,
  modelName: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  // The name becomes part of a path.
  if (!/^[a-z0-9][a-z0-9_-]{0,63}$/.test(modelName)) throw unknownModel(modelName);
  let text: string;
  try {
    text = await readFile(join(modelsDir, modelName, 'model.json'), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw unknownModel(modelName);
    throw error;
  }
  return parseModelFile(text, modelName, schema);
}

/** @throws INVALID_ARGUMENT naming what is wrong. */
export function parseModelFile<Schema extends z.ZodType>(
  text: string,
  modelName: string,
  schema: Schema,
): z.output<Schema> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new DomainError('INVALID_ARGUMENT', `models/${modelName}/model.json is not JSON`, { cause });
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  const detail = fields.map(({ path, message }) => `${path}: ${message}`).join('; ');
  throw new DomainError('INVALID_ARGUMENT', `models/${modelName}/model.json: ${detail}`, { fields });
}

function unknownModel(modelName: string): DomainError {
  return new DomainError('NOT_FOUND', `no model named '${modelName.slice(0, 128)}' can be trained here`);
}
