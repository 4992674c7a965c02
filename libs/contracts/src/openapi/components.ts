import { z } from 'zod';
import { wireFields } from '../grpc/wire-type.js';
import { fieldPlaces, type Operation } from '../operation.js';
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
 * Makes the components of operations and of what else is answered. An answer and what it holds go by the name under
 * which they are exported, a body by its method's: what of it is in the path differs by operation. A schema that is
 * part of answers and of requests is there twice, the second as `<Name>Input`: in a request, what has a default may be
 * left out.
 */
export function componentsOf(
  operations: readonly Operation[],
  names: SchemaNames,
  alsoAnswered: readonly z.ZodObject[],
): Components {
  const answered = new Map(operations.map(({ response, method }) => [response, `${method}Response`]));
  const answerNames = componentNames(
    partsOf([...answered.keys(), ...alsoAnswered]),
    (schema) => names.get(schema) ?? answered.get(schema),
  );
  const requested = new Map(operations.map((operation) => [operation.request, `${operation.method}Request`]));
  const requestNames = componentNames(partsOf([...requested.keys()]), (schema) => {
    const name = names.get(schema) ?? requested.get(schema);
    return name !== undefined && answerNames.has(schema) ? `${name}Input` : name;
  });
  const requests = jsonSchemas(requestNames, 'input');
  const request = (operation: Operation) => requests[requestNames.get(operation.request)!]!;
  const body = (operation: Operation) =>
    Object.values(fieldPlaces(operation)).includes('body') ? `${operation.method}Request` : undefined;

  const schemas: Record<string, JsonSchema> = jsonSchemas(answerNames, 'output');
  for (const [schema, name] of requestNames) if (!requested.has(schema)) schemas[name] = requests[name]!;
  for (const operation of operations) {
    const name = body(operation);
    if (name !== undefined) schemas[name] = bodySchema(operation, request(operation));
  }
  return { schemas: sorted(schemas), request, response: ({ response }) => answerNames.get(response)!, body };
}

/** Names of the schemas that are components; one without a name is written where it stands. */
function componentNames(
  schemas: Iterable<z.ZodObject>,
  nameOf: (schema: z.ZodObject) => string | undefined,
): SchemaNames {
  const names = new Map<z.ZodObject, string>();
  for (const schema of schemas) {
    const name = nameOf(schema);
    if (name !== undefined) names.set(schema, name);
  }
  return names;
}

/** The object schemas given and all that they hold. */
function partsOf(schemas: readonly z.ZodObject[], parts = new Set<z.ZodObject>()): Set<z.ZodObject> {
  for (const schema of schemas) {
    if (parts.has(schema)) continue;
    parts.add(schema);
    const held = wireFields(schema, 'schema').map(({ type }) => ('of' in type ? type.of : type));
    partsOf(
      held.flatMap((type) => (type.kind === 'message' ? [type.schema] : [])),
      parts,
    );
  }
  return parts;
}

/** JSON schemas by component name. */
function jsonSchemas(names: SchemaNames, io: 'input' | 'output'): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [schema, name] of names) registry.add(schema, { id: name });
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

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
