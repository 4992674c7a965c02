import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '@bellwether/errors';
import { z } from 'zod';

/** A setting of a training and what it may be. */
export const HyperparameterRange = z.strictObject({
  default: z.number(),
  min: z.number(),
  max: z.number(),
  integer: z.boolean().optional(),
});
export type HyperparameterRange = z.output<typeof HyperparameterRange>;

/**
 * Reads `models/<name>/model.json` by the schema of its trainer.
 *
 * @throws NOT_FOUND for a model without a configuration, INVALID_ARGUMENT naming what is wrong in a malformed one.
 */
export async function readModelFile<Schema extends z.ZodType>(
  modelsDir: string,
  modelName: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  const unknown = () => new DomainError('NOT_FOUND', `no model named '${modelName.slice(0, 128)}' can be trained here`);
  // The name becomes part of a path.
  if (!/^[a-z0-9][a-z0-9_-]{0,63}$/.test(modelName)) throw unknown();
  const text = await readFile(join(modelsDir, modelName, 'model.json'), 'utf8').catch((cause: unknown) => {
    throw (cause as NodeJS.ErrnoException).code === 'ENOENT' ? unknown() : cause;
  });
  const parsed = schema.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  const detail = fields.map(({ path, message }) => `${path}: ${message}`).join('; ');
  throw new DomainError('INVALID_ARGUMENT', `models/${modelName}/model.json: ${detail}`, { fields });
}

/**
 * The defaults of a model under what a job sets.
 *
 * @throws INVALID_ARGUMENT naming `hyperparameters.<name>` for each that is unknown or out of its range.
 */
export function settingsOf<Name extends string>(
  ranges: Readonly<Record<Name, HyperparameterRange>>,
  set: Readonly<Record<string, number>>,
): Record<Name, number> {
  const names = Object.keys(ranges) as Name[];
  const fields = Object.entries(set).flatMap(([name, value]) => {
    const range = Object.hasOwn(ranges, name) ? ranges[name as Name] : undefined;
    const path = `hyperparameters.${name}`;
    if (range === undefined) return [{ path, message: `is none of ${names.join(', ')}` }];
    if (!(value >= range.min && value <= range.max)) {
      return [{ path, message: `must be in [${range.min}, ${range.max}], got ${value}` }];
    }
    return range.integer && !Number.isInteger(value) ? [{ path, message: `must be whole, got ${value}` }] : [];
  });
  if (fields.length > 0) {
    const detail = fields.map(({ path, message }) => `${path} ${message}`).join('; ');
    throw new DomainError('INVALID_ARGUMENT', detail, { fields });
  }
  const defaults = names.map((name) => [name, ranges[name].default] as const);
  return { ...Object.fromEntries(defaults), ...set } as Record<Name, number>;
}
