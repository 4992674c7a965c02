import { describe, expect, it } from '@jest/globals';
import { loadSync, type MethodDefinition, type ServiceDefinition } from '@grpc/proto-loader';
import fc from 'fast-check';
import type { z } from 'zod';
import { grpcPackage, type Operation } from '../operation.js';
import { operations } from '../operations.js';
import { fromWire } from './from-wire.js';
import { differsOnWire, toWire } from './to-wire.js';
import { LOADER_OPTIONS } from './loader-options.js';
import { protoFiles } from './proto-files.js';
import { allowedValues, type SingleType, type WireField, wireFields } from './wire-type.js';

type Message = Record<string, unknown>;

function definition(
  operation: Operation,
  side: 'client' | 'server',
): MethodDefinition<object, object, Message, Message> {
  const definitions = loadSync(protoFiles(operation.domain), LOADER_OPTIONS[side]);
  const service = definitions[`${grpcPackage(operation.domain)}.${operation.service}`] as ServiceDefinition;
  return service[operation.method] as MethodDefinition<object, object, Message, Message>;
}

/** What a server reads of a request, as its schema is handed it. */
function readByServer(operation: Operation, request: Message): Message {
  const bytes = definition(operation, 'client').requestSerialize(request);
  return definition(operation, 'server').requestDeserialize(bytes);
}

/** Any object of a schema's shape; its finer rules aside, which the wire does not know. */
function shaped(schema: z.ZodObject): fc.Arbitrary<Message> {
  const fields = wireFields(schema, 'schema');
  const requiredKeys = fields.filter(({ mayBeAbsent }) => !mayBeAbsent).map(({ name }) => name);
  return fc.record(Object.fromEntries(fields.map((field) => [field.name, value(field)])), { requiredKeys });
}

function value({ type, mayBeAbsent, nullable, valueSchema }: WireField): fc.Arbitrary<unknown> {
  // Of a list or map that may be absent, proto3 takes empty for absent.
  const least = mayBeAbsent ? 1 : 0;
  if (type.kind === 'list') return fc.array(single(type.of, valueSchema), { minLength: least, maxLength: 3 });
  if (type.kind === 'map') {
    return fc.dictionary(fc.stringMatching(/^[a-z]\w{0,8}$/), single(type.of, valueSchema), {
      minKeys: least,
      maxKeys: 3,
      noNullPrototype: true,
    });
  }
  return nullable ? fc.option(single(type, valueSchema)) : single(type, valueSchema);
}

function single(type: SingleType, schema: z.ZodType): fc.Arbitrary<unknown> {
  if (type.kind === 'message') return shaped(type.schema);
  const double = fc.double({ noNaN: true, noDefaultInfinity: true });
  if (type.kind === 'numbers') return fc.array(double, { maxLength: 3 });
  const allowed = allowedValues(schema);
  if (allowed !== undefined) return fc.constantFrom(...allowed);
  const scalars = {
    string: fc.string({ unit: 'grapheme' }),
    int32: fc.integer(),
    int64: fc.maxSafeInteger(),
    double,
    bool: fc.boolean(),
  };
  return scalars[type.scalar];
}

describe.each(Object.entries<Operation>(operations))('%s', (_name, operation) => {
  it('brings any answer over gRPC as JSON does, bit for bit', () => {
    const server = definition(operation, 'server');
    const client = definition(operation, 'client');
    fc.assert(
      fc.property(shaped(operation.response), (answer) => {
        const sent = differsOnWire(operation.response) ? toWire(operation.response, answer as Message) : answer;
        const overGrpc = client.responseDeserialize(server.responseSerialize(sent));
        expect(fromWire(operation.response, overGrpc)).toEqual(JSON.parse(JSON.stringify(answer)));
      }),
      { numRuns: 50 },
    );
  });

  it('brings any request over gRPC as JSON does', () => {
    const server = definition(operation, 'server');
    const client = definition(operation, 'client');
    fc.assert(
      fc.property(shaped(operation.request), (request) => {
        const overGrpc = server.requestDeserialize(client.requestSerialize(request));
        // Defaults, null among them, are filled in on both sides as the schema does.
        expect(fromWire(operation.request, overGrpc)).toEqual(
          fromWire(operation.request, JSON.parse(JSON.stringify(request)) as Message),
        );
      }),
      { numRuns: 50 },
    );
  });
});

describe('LOADER_OPTIONS.server', () => {
  it('leaves out what is optional and was not sent, messages included', () => {
    expect(readByServer(operations.predictChurn, { booking_id: 'B' })).toEqual({ booking_id: 'B' });
    expect(readByServer(operations.predictChurn, { booking_id: 'B', features: {} })).toEqual({
      booking_id: 'B',
      features: {},
    });
    expect(readByServer(operations.listBookingsAtRisk, {})).toEqual({});
  });

  it('keeps what is optional and was sent as zero', () => {
    const features = { adults: 0, is_first_booking: false, total_amount: 0, room_type: '' };
    expect(readByServer(operations.predictChurn, { booking_id: 'B', features })).toEqual({ booking_id: 'B', features });
  });

  it('gives a required scalar that was not sent its zero, and a list or map that was not sent as empty', () => {
    expect(readByServer(operations.predictChurn, {})).toEqual({ booking_id: '' });
    expect(readByServer(operations.pushBookings, {})).toEqual({ bookings: [], states: [] });
    expect(readByServer(operations.retrainModel, { model_name: 'm' })).toEqual({
      model_name: 'm',
      hyperparameters: {},
    });
  });

  it('hands on an enum as the word of the contract and an integer as a number', () => {
    const seed = 4_294_967_295;
    expect(readByServer(operations.simulateHotel, { as_of: '2025-01-01', seed })).toEqual({
      as_of: '2025-01-01',
      seed,
    });
    const features = { season: 'winter' };
    expect(readByServer(operations.predictChurn, { booking_id: 'B', features })).toMatchObject({ features });
  });
});
