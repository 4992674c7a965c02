import { z } from 'zod';
// A cycle on purpose: the names are those under which the package exports its schemas, so that a schema is named in
// one place. The namespace is read when the function is called, after both modules are there.
import * as contracts from './index.js';

/** Name of a schema's message and OpenAPI component: the one under which this package exports it. */
export type SchemaNames = ReadonlyMap<z.ZodObject, string>;

/** The names of all exported object schemas. */
export function schemaNames(): SchemaNames {
  return namesOf(contracts);
}

/**
 * Names of the object schemas among a module's exports. Of several names for one schema, a name of its own goes before
 * that of a request or answer (`JobView` before `GetJobResponse`), then the first in alphabetical order.
 */
export function namesOf(exports: Readonly<Record<string, unknown>>): SchemaNames {
  const preference = (name: string) => (/(Request|Response)$/.test(name) ? 1 : 0);
  const named = Object.entries(exports).filter(
    (entry): entry is [string, z.ZodObject] => entry[1] instanceof z.ZodObject,
  );
  named.sort(([a], [b]) => preference(a) - preference(b) || (a < b ? -1 : 1));
  const names = new Map<z.ZodObject, string>();
  for (const [name, schema] of named) if (!names.has(schema)) names.set(schema, name);
  return names;
}
