import { DomainError } from '@bellwether/errors';
import type { z } from 'zod';
import { shownValue } from './shown-value.js';

/**
 * Reads an app's configuration from its environment, once, at start-up. An empty variable counts as not set.
 *
 * @throws INVALID_ARGUMENT naming every variable at fault and the rule it breaks.
 */
export function parseConfig<Schema extends z.ZodObject>(
  schema: Schema,
  environment: NodeJS.ProcessEnv,
): z.output<Schema> {
  const known = Object.keys(schema.shape);
  const given = Object.fromEntries(known.filter((name) => environment[name]).map((name) => [name, environment[name]]));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  throw new DomainError(
    'INVALID_ARGUMENT',
    `configuration: ${fields.map(({ path, message }) => `${path} (${shownValue(path, environment[path])}): ${message}`).join('; ')}`,
    { fields },
  );
}
