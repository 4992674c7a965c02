import { describe, expect, it } from '@jest/globals';
import { operation, type Operation, operations, protoRoot, schemaNames, type SchemaNames } from '@bellwether/contracts';
import { z } from 'zod';
import { differingPaths, generateProtos, readProtos } from './generate.js';

const PATH = 'bellwether/test_domain/v1/test_domain.proto';

const declare = (request: z.ZodObject, response: z.ZodObject = z.strictObject({}), method = 'Try'): Operation =>
  operation({
    ...{ domain: 'test-domain', service: 'TestService', verb: 'POST', path: '/try', summary: 'Tries' },
    ...{ method, access: 'reader', request, response },
  });

/** The text generated for operations, after an earlier text. */
function generate(declared: readonly Operation[], earlier = '', names: SchemaNames = new Map()): string {
  const byName = Object.fromEntries(declared.map((each) => [each.method, each]));
  return generateProtos(byName, names, new Map([[PATH, earlier]])).get(PATH)!;
}

/** The lines of one message. */
function message(text: string, name: string): string[] {
  const lines = text.split('\n');
  const start = lines.indexOf(`message ${name} {`);
  return lines.slice(start + 1, lines.indexOf('}', start)).map((line) => line.trim());
}

const fields = (shape: z.ZodRawShape) => declare(z.strictObject(shape));
const text = z.string();

describe('the committed .proto files', () => {
  it('are those of the schemas: if not, run node tools/dist/proto/main.js', () => {
    const committed = readProtos(protoRoot);
    expect(differingPaths(committed, generateProtos(operations, schemaNames(), committed))).toEqual([]);
  });

  it('are found to differ when a schema changes', () => {
    const committed = readProtos(protoRoot);
    const request = operations.predictChurn.request.extend({ one_more: text.optional() });
    const changed = { ...operations, predictChurn: { ...operations.predictChurn, request } };
    expect(differingPaths(committed, generateProtos(changed, schemaNames(), committed))).toEqual([
      'bellwether/customer_analytics/v1/customer_analytics.proto',
    ]);
  });
});

describe('generateProtos', () => {
  it('numbers the fields of a new message in the order of the schema', () => {
    expect(message(generate([fields({ a: text, b: text })]), 'TryRequest')).toEqual(['string a = 1;', 'string b = 2;']);
  });

  it('keeps the numbers when a field is inserted in the middle, and gives the new one the next', () => {
    const before = generate([fields({ a: text, c: text })]);
    const after = generate([fields({ a: text, b: text, c: text })], before);
    expect(message(after, 'TryRequest')).toEqual(['string a = 1;', 'string b = 3;', 'string c = 2;']);
  });

  it('keeps the numbers when fields and operations change their order', () => {
    const other = declare(z.strictObject({ x: text }), z.strictObject({}), 'Other');
    const before = generate([fields({ a: text, b: text }), other]);
    const after = generate([other, fields({ b: text, a: text })], before);
    expect(message(after, 'TryRequest')).toEqual(['string b = 2;', 'string a = 1;']);
  });

  it('reserves number and name of a removed field, and never gives them away again', () => {
    const first = generate([fields({ a: text, b: text, c: text })]);
    const second = generate([fields({ a: text })], first);
    const third = generate([fields({ a: text, d: text })], second);
    expect(message(third, 'TryRequest')).toEqual([
      'reserved 2, 3;',
      'reserved "b", "c";',
      'string a = 1;',
      'string d = 4;',
    ]);
    expect(() => generate([fields({ a: text, b: text })], third)).toThrow('TryRequest.b must have another name');
  });

  it('remembers a removed field of a message that has none left', () => {
    const empty = generate([fields({})], generate([fields({ a: text })]));
    expect(message(generate([fields({ b: text })], empty), 'TryRequest')).toEqual([
      'reserved 1;',
      'reserved "a";',
      'string b = 2;',
    ]);
  });

  it('gives the same text when it is given its own', () => {
    const before = generate([fields({ a: text, b: z.record(z.string(), z.int()) })]);
    expect(generate([fields({ a: text, b: z.record(z.string(), z.int()) })], before)).toBe(before);
  });

  it('refuses a committed file that was edited into what it does not write', () => {
    const edited = generate([fields({ a: text })]).replace('string a = 1;', 'string a = 1 [deprecated = true];');
    expect(() => generate([fields({ a: text })], edited)).toThrow('message TryRequest must be as generated');
    const nested = generate([fields({ a: text })]).replace('string a = 1;', 'message Inner {}');
    expect(() => generate([fields({ a: text })], nested)).toThrow('must be as generated');
  });

  it('labels what may be absent, and comments what the type does not say', () => {
    const request = fields({
      day: z.iso.date(),
      level: z.enum(['low', 'high']).optional(),
      limit: z.int().max(9).min(0).default(5).describe('How many.'),
      words: z.array(z.enum(['a', 'b'])),
      sums: z.record(z.string(), z.number()).default({}),
      note: text.nullable().default(null),
    });
    expect(message(generate([request]), 'TryRequest')).toEqual([
      ...['// YYYY-MM-DD.', 'string day = 1;'],
      ...['// One of: low, high.', 'optional string level = 2;'],
      ...['// How many.', '// Default: 5.', 'optional int32 limit = 3;'],
      ...['// One of: a, b.', 'repeated string words = 4;'],
      'map<string, double> sums = 5;',
      'optional string note = 6;',
    ]);
  });

  it('writes a nested schema once, under the name of its export or of where it stands', () => {
    const Named = z.strictObject({ a: text });
    const request = z.strictObject({
      first: Named,
      more_of_it: z.array(Named).default([]),
      own_kind: z.strictObject({ b: text }).optional(),
    });
    const generated = generate([declare(request)], '', new Map([[Named, 'Named']]));
    expect(message(generated, 'TryRequest')).toEqual([
      'Named first = 1;',
      'repeated Named more_of_it = 2;',
      'optional TryRequestOwnKind own_kind = 3;',
    ]);
    expect(generated.match(/^message \w+/gm)).toEqual([
      ...['message TryRequest', 'message Named', 'message TryRequestOwnKind', 'message TryResponse'],
    ]);
  });

  it('gives each method a request and response of its own, even of one schema', () => {
    const Same = z.strictObject({ a: text });
    const generated = generate([declare(Same, Same), declare(Same, Same, 'Other')], '', new Map([[Same, 'Same']]));
    expect(generated.match(/^message \w+/gm)).toEqual([
      ...['message TryRequest', 'message TryResponse', 'message OtherRequest', 'message OtherResponse'],
    ]);
  });

  const Nameless = z.strictObject({ a: text });
  it.each([
    [
      'a kind that proto3 lacks',
      { at: z.strictObject({ x: z.union([text, z.number()]) }) },
      'TryRequestAt.x must be of',
    ],
    ['a name not in snake_case', { leadTime: text }, 'TryRequest.leadTime must be named in snake_case'],
    ['a request whose list may be absent', { a: z.array(text).optional() }, 'TryRequest.a must have .default([])'],
    ['a map that may be null', { a: z.record(z.string(), text).nullable() }, 'TryRequest.a must not be nullable'],
    ['a list with a default', { a: z.array(text).default(['x']) }, 'TryRequest.a must have no default but []'],
    ['a request with null and absent apart', { a: text.nullable() }, 'TryRequest.a must have .default(null)'],
    ['a nameless schema in two places', { a: Nameless, b: Nameless }, 'the schema of TryRequestA must be exported'],
  ])('refuses %s, naming the path', (_what, shape, fault) => {
    expect(() => generate([fields(shape)])).toThrow(fault);
  });

  it('refuses an answer with null and absent apart, and two schemas of one name', () => {
    const Answer = z.strictObject({ a: text.nullable().optional() });
    expect(() => generate([declare(z.strictObject({}), Answer)])).toThrow('TryResponse.a must be optional or nullable');
    const Part = z.strictObject({});
    const names = new Map([[Part, 'TryRequest']]);
    expect(() => generate([fields({ part: Part })], '', names)).toThrow('message TryRequest must stand for one schema');
  });
});
