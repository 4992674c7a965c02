import { z } from 'zod';
import type { Operation } from '../operation.js';
import { fieldPlaces } from '../operation.js';
import type { SchemaNames } from '../schema-names.js';

export type JsonSchema = z.core.JSONSchema.BaseSchema;

const PREFIX = '#/components/schemas/';

/** A reference to a component by its name. */
export const schemaRef = (name: string): JsonSchema => ({ $ref: PREFIX + name });

/** The JSON schemas of a document's operations, and where each operation's are found among them. */
export interface Components {
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  /** Of a request: its fields, whichever their place. */
  readonly request: (operation: Operation) => JsonSchema;
  /** Name of the component of an answer. */
  readonly response: (operation: Operation) => string;
  /** Name of the component of a request's body: the request without what is in its path; undefined without a body. */
  readonly body: (operation: Operation) => string | undefined;
}

/**
 * Makes the components of operations. An answer and what it holds go by the name under which they are exported, a body
 * by its method's: what of it is in the path differs by operation. A schema that is part of answers and of requests is
 * there twice, the second as `<Name>Input`: in a request, what has a default may be left out.
 */
export function componentsOf(
  operations: readonly Operation[],
  names: SchemaNames,
  extra: readonly z.ZodObject[],
): Components {
  const responseNames = new Map(names);
  for (const { response, method } of operations) {
    if (!responseNames.has(response)) responseNames.set(response, `${method}Response`);
  }
  const answers = jsonSchemas(responseNames, 'output', (name) => name);
  const nameOf = (schema: z.ZodObject) => responseNames.get(schema)!;
  const inAnswers = closure([...operations.map(({ response }) => nameOf(response)), ...extra.map(nameOf)], answers);

  const requestNames = new Map<z.ZodObject, string>(names);
  for (const { request, method } of operations) {
    if (!requestNames.has(request)) requestNames.set(request, `${method}Request`);
  }
  const inputName = (name: string) => (inAnswers.has(name) ? `${name}Input` : name);
  const inputs = jsonSchemas(requestNames, 'input', inputName);
  const request = (operation: Operation) => inputs[inputName(requestNames.get(operation.request)!)]!;

  const schemas: Record<string, JsonSchema> = {};
  for (const name of inAnswers) schemas[name] = answers[name]!;
  const body = (operation: Operation) =>
    Object.values(fieldPlaces(operation)).includes('body') ? `${operation.method}Request` : undefined;
  for (const operation of operations) {
    const name = body(operation);
    if (name === undefined) continue;
    schemas[name] = bodySchema(operation, request(operation));
    for (const part of closure(refsIn(schemas[name]), inputs)) schemas[part] = inputs[part]!;
  }
  return { schemas: sorted(schemas), request, response: ({ response }) => nameOf(response), body };
}

/** JSON schemas by component name. */
function jsonSchemas(
  names: SchemaNames,
  io: 'input' | 'output',
  componentName: (name: string) => string,
): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [schema, name] of names) registry.add(schema, { id: componentName(name) });
  const { schemas } = z.toJSONSchema(registry, {
    io,
    uri: (name) => PREFIX + name,
    override: ({ jsonSchema }) => simplify(jsonSchema, io),
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _dialect, $id: _id, ...schema }]) => [name, schema]),
  );
}

/** Leaves out what only a validator of zod's needs, and lets an answer grow: a client must bear a new field. */
function simplify(schema: JsonSchema, io: 'input' | 'output'): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.format === 'date' || schema.format === 'date-time') delete schema.pattern;
  if (io === 'output' && schema.additionalProperties === false) delete schema.additionalProperties;
}

function bodySchema(operation: Operation, request: JsonSchema): JsonSchema {
  const places = fieldPlaces(operation);
  const properties = Object.entries(request.properties ?? {}).filter(([name]) => places[name] === 'body');
  const required = request.required?.filter((name) => places[name] === 'body') ?? [];
  const { required: _required, ...rest } = request;
  return { ...rest, properties: Object.fromEntries(properties), ...(required.length > 0 && { required }) };
}

/** The components that a schema refers to directly. */
function refsIn(json: unknown): string[] {
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) =>
    key === '$ref' && typeof value === 'string' ? [value.slice(PREFIX.length)] : refsIn(value),
  );
}

/** The named components and all they refer to. */
function closure(names: readonly string[], schemas: Readonly<Record<string, JsonSchema>>): Set<string> {
  const reached = new Set<string>();
  const queue = [...names];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    queue.push(...refsIn(schemas[name]));
  }
  return reached;
}

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
