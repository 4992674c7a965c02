import { DomainError, type FieldProblem } from '@bellwether/errors';

/** What a model's configuration allows for one hyperparameter. */
export interface HyperparameterRange {
  readonly default: number;
  readonly min: number;
  readonly max: number;
  /** Whether only whole numbers make sense. */
  readonly integer?: boolean | undefined;
}

/**
 * The hyperparameters of a training: those sent, and the model's defaults for the rest.
 *
 * @throws INVALID_ARGUMENT naming `hyperparameters.<name>` for each that is unknown to the model or out of its range.
 */
export function resolveHyperparameters(
  sent: Readonly<Record<string, number>>,
  ranges: Readonly<Record<string, HyperparameterRange>>,
): Record<string, number> {
  const fields = Object.entries(sent).flatMap(([name, value]) => problemOf(name, value, ranges));
  if (fields.length > 0) {
    const detail = fields.map(({ path, message }) => `${path} ${message}`).join('; ');
    throw new DomainError('INVALID_ARGUMENT', detail, { fields });
  }
  const defaults = Object.entries(ranges).map(([name, range]) => [name, range.default] as const);
  return { ...Object.fromEntries(defaults), ...sent };
}

function problemOf(name: string, value: number, ranges: Readonly<Record<string, HyperparameterRange>>): FieldProblem[] {
  const path = `hyperparameters.${name}`;
  const range = Object.hasOwn(ranges, name) ? ranges[name] : undefined;
  if (range === undefined) {
    return [{ path, message: `is unknown to the model; it knows ${Object.keys(ranges).join(', ')}` }];
  }
  if (!(value >= range.min && value <= range.max)) {
    return [{ path, message: `must be in [${range.min}, ${range.max}], got ${value}` }];
  }
  return range.integer && !Number.isInteger(value) ? [{ path, message: `must be a whole number, got ${value}` }] : [];
}
