import { DomainError } from '@bellwether/errors';
import { z } from 'zod';

/** A setting of a training in `models/<name>/model.json`. */
export const HyperparameterRange = z.strictObject({
  default: z.number(),
  min: z.number(),
  max: z.number(),
  integer: z.boolean().optional(),
});
export type HyperparameterRange = z.output<typeof HyperparameterRange>;

/**
 * The defaults under what a job sets.
 *
 * @throws INVALID_ARGUMENT naming `hyperparameters.<name>` for each that is unknown or out of its range.
 */
export function resolveHyperparameters<Name extends string>(
  ranges: Readonly<Record<Name, HyperparameterRange>>,
  set: Readonly<Record<string, number>> = {},
): Readonly<Record<Name, number>> {
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
  return { ...Object.fromEntries(defaults), ...set } as Readonly<Record<Name, number>>;
}
