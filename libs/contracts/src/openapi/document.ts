import { DomainError } from '@bellwether/errors';
import type { Access } from '../access.js';
import { fieldPlaces, pathParameters, type Operation } from '../operation.js';
import { Problem } from '../problem.js';
import { schemaNames } from '../schema-names.js';
import { componentsOf, schemaRef, type Components, type JsonSchema } from './components.js';
import { PROBLEM_RESPONSES, problemResponses, type OpenApiResponse } from './problem-responses.js';
import { SECURITY_SCHEMES, securityOf, type SecurityRequirement } from './security.js';

export interface OpenApiParameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly schema: JsonSchema;
}

export interface OpenApiOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags?: readonly string[];
  /** Ways of saying who calls, any one of which will do; none where everybody may call. */
  readonly security?: readonly SecurityRequirement[];
  /** The least role that may call it. */
  readonly 'x-role'?: Access;
  readonly parameters?: readonly OpenApiParameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: NonNullable<OpenApiResponse['content']> };
  readonly responses: Readonly<Record<string, OpenApiResponse | { readonly $ref: string }>>;
}

/** Operations by verb, in lower case. */
export type OpenApiPath = Readonly<Record<string, OpenApiOperation>>;

/** The part of OpenAPI 3.1 that these documents use. */
export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string };
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, OpenApiPath>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly responses: Readonly<Record<string, OpenApiResponse>>;
    readonly securitySchemes: Readonly<Record<string, object>>;
  };
}

export interface OpenApiInput {
  readonly title: string;
  readonly version: string;
  readonly operations: Readonly<Record<string, Operation>>;
  /** Paths that are no operations of a contract, such as health and metrics. */
  readonly extraPaths?: Readonly<Record<string, OpenApiPath>>;
}

/**
 * The OpenAPI 3.1 document of operations: full paths, parameters named as in the contract, schemas as components under
 * their exported names, failures as problem details. Its server is the one it is read from.
 *
 * @throws INVALID_ARGUMENT when two operations share verb and path, or a field cannot be where its operation has it.
 */
export function openApiDocument({ title, version, operations, extraPaths = {} }: OpenApiInput): OpenApiDocument {
  const all = Object.values(operations);
  const components = componentsOf(all, schemaNames(), [Problem]);
  const paths: Record<string, Record<string, OpenApiOperation>> = {};
  const add = (path: string, verb: string, described: OpenApiOperation) => {
    const verbs = (paths[path] ??= {});
    if (verbs[verb] !== undefined) throw new DomainError('INVALID_ARGUMENT', `${verb} ${path} must be declared once`);
    verbs[verb] = described;
  };
  for (const operation of all) add(operation.path, operation.verb.toLowerCase(), describe(operation, components));
  for (const [path, verbs] of Object.entries(extraPaths)) {
    for (const [verb, described] of Object.entries(verbs)) add(path, verb, described);
  }
  return {
    openapi: '3.1.0',
    info: { title, version },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: components.schemas,
      responses: PROBLEM_RESPONSES,
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}

function describe(operation: Operation, components: Components): OpenApiOperation {
  const body = components.body(operation);
  const parameters = parametersOf(operation, components.request(operation));
  return {
    operationId: operation.method,
    summary: operation.summary,
    tags: [operation.service],
    security: securityOf(operation.access),
    'x-role': operation.access,
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && { requestBody: requestBody(body, components) }),
    responses: {
      [operation.status]: { description: 'Success', content: json(components.response(operation)) },
      ...problemResponses(operation, body !== undefined),
    },
  };
}

const json = (component: string) => ({ 'application/json': { schema: schemaRef(component) } });

/** A body may be left out where every field of it may. */
const requestBody = (body: string, { schemas }: Components) => ({
  required: schemas[body]?.required !== undefined,
  content: json(body),
});

function parametersOf(operation: Operation, request: JsonSchema): OpenApiParameter[] {
  const places = fieldPlaces(operation);
  for (const name of pathParameters(operation.path)) {
    if (places[name] === undefined) {
      throw new DomainError('INVALID_ARGUMENT', `{${name}} of ${operation.path} must be a field of the request`);
    }
  }
  return Object.entries(request.properties ?? {}).flatMap(([name, property]) => {
    const place = places[name];
    if (place !== 'path' && place !== 'query') return [];
    const schema = property as JsonSchema;
    if (schema.type === 'object' || schema.$ref !== undefined) {
      throw new DomainError('INVALID_ARGUMENT', `${name} of ${operation.method} must not be an object in the ${place}`);
    }
    return [{ name, in: place, required: place === 'path' || (request.required?.includes(name) ?? false), schema }];
  });
}
