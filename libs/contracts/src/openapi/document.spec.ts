import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { operation, type Operation, pathParameters } from '../operation.js';
import { operations } from '../operations.js';
import { openApiDocument, type OpenApiOperation } from './document.js';

const document = openApiDocument({ title: 'Bellwether', version: '1.0.0', operations });
const described = (declared: Operation): OpenApiOperation =>
  document.paths[declared.path]![declared.verb.toLowerCase()]!;

/** All values of `$ref` in a document. */
function refs(json: unknown): string[] {
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) => (key === '$ref' ? [String(value)] : refs(value)));
}

function resolve(from: unknown, ref: string): unknown {
  const steps = ref.slice('#/'.length).split('/');
  return steps.reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], from);
}

const declare = (more: Partial<Operation>) =>
  operation({
    ...{ domain: 'worker', service: 'TestService', method: 'Try', verb: 'POST', path: '/try', summary: 'Tries' },
    ...{ access: 'reader', request: z.strictObject({}), response: z.strictObject({}), ...more },
  });

describe('openApiDocument', () => {
  it('is OpenAPI 3.1 on a server of its own', () => {
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Bellwether', version: '1.0.0' } });
    expect(document.servers).toEqual([{ url: '/' }]);
  });

  it('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });

  it('has no reference that leads nowhere, and no schema that nothing refers to', () => {
    const all = refs(document);
    expect(all.length).toBeGreaterThan(50);
    expect(all.filter((ref) => resolve(document, ref) === undefined)).toEqual([]);
    const used = new Set(all.map((ref) => ref.split('/').at(-1)));
    expect(Object.keys(document.components.schemas).filter((name) => !used.has(name))).toEqual([]);
  });

  it('has nothing but the operations', () => {
    const count = Object.values(document.paths).flatMap((verbs) => Object.keys(verbs)).length;
    expect(count).toBe(Object.keys(operations).length);
  });

  it.each(Object.values<Operation>(operations))('describes $method, each field in its one place', (declared) => {
    const { operationId, parameters = [], requestBody, responses } = described(declared);
    expect(operationId).toBe(declared.method);
    expect(Object.keys(responses)).toEqual(
      expect.arrayContaining([String(declared.status), '400', '422', '429', '503']),
    );
    const inPath = parameters.filter((parameter) => parameter.in === 'path');
    expect(inPath.map(({ name }) => name)).toEqual(pathParameters(declared.path));
    expect(inPath.every(({ required }) => required)).toBe(true);
    const body = requestBody?.content['application/json']?.schema;
    const bodyFields =
      body === undefined ? [] : Object.keys((resolve(document, body.$ref!) as { properties: object }).properties);
    const fields = [...parameters.map(({ name }) => name), ...bodyFields];
    expect(fields.sort()).toEqual(Object.keys(declared.request.shape).sort());
    if (declared.verb === 'GET') expect(requestBody).toBeUndefined();
  });

  it('says what may be left out: query parameters with a default, bodies with no required field', () => {
    expect(described(operations.listBookingsAtRisk).parameters).toEqual([
      {
        name: 'days',
        in: 'query',
        required: false,
        schema: { type: 'integer', minimum: 1, maximum: 365, default: 30 },
      },
      {
        name: 'limit',
        in: 'query',
        required: false,
        schema: { type: 'integer', minimum: 1, maximum: 1000, default: 50 },
      },
    ]);
    expect(described(operations.predictChurn).requestBody?.required).toBe(true);
    expect(described(operations.retrainModel).requestBody?.required).toBe(false);
  });

  it('refuses unknown fields of a request and lets an answer grow', () => {
    const { PredictChurnRequest, PredictChurnResponse } = document.components.schemas;
    expect(PredictChurnRequest?.additionalProperties).toBe(false);
    expect(PredictChurnResponse).not.toHaveProperty('additionalProperties');
  });

  it('requires of an answer what a request may leave to its default', () => {
    const Shared = z.strictObject({ n: z.int().default(3) });
    const request = z.strictObject({ shared: z.array(z.strictObject({ n: z.int().default(3) })) });
    const { components } = openApiDocument({
      ...{ title: 't', version: '1' },
      operations: {
        both: declare({ request: Shared, response: Shared }),
        other: declare({ path: '/other', request, method: 'Other' }),
      },
    });
    expect(components.schemas['TryRequest']).not.toHaveProperty('required');
    expect(components.schemas['TryResponse']?.required).toEqual(['n']);
  });

  it('adds the paths given, and refuses one that is taken', () => {
    const health = {
      get: { operationId: 'Health', summary: 'Health', responses: { 200: { description: 'Healthy' } } },
    };
    const parts = { title: 't', version: '1', operations };
    const path = '/api/v1/ml/health';
    expect(openApiDocument({ ...parts, extraPaths: { [path]: health } }).paths[path]).toEqual(health);
    expect(() => openApiDocument({ ...parts, extraPaths: { '/api/v1/ml/models': health } })).toThrow(
      'get /api/v1/ml/models must be declared once',
    );
  });

  it.each([
    ['a path parameter that the request lacks', declare({ path: '/try/{name}' }), '{name} of'],
    [
      'an object in a query',
      declare({ verb: 'GET', request: z.strictObject({ where: z.strictObject({ a: z.string() }).optional() }) }),
      'where of Try must not be an object in the query',
    ],
  ])('refuses %s', (_what, declared, message) => {
    expect(() => openApiDocument({ title: 't', version: '1', operations: { declared } })).toThrow(message);
  });
});
