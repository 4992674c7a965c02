import { describe, expect, it } from '@jest/globals';
import { fieldPlaces, type Operation, pathParameters } from './operation.js';
import { operations, operationsOf } from './operations.js';

describe('fieldPlaces', () => {
  it('has what is in the path there, and the rest in the query of GET and the body of POST', () => {
    const inBody = { version: 'body', force: 'body', reason: 'body' };
    expect(fieldPlaces(operations.promoteModel)).toEqual({ model_name: 'path', ...inBody });
    expect(fieldPlaces(operations.listBookingsAtRisk)).toEqual({ days: 'query', limit: 'query' });
  });
});

describe('operations', () => {
  const all = Object.entries<Operation>(operations);

  it.each(all)('%s goes by its method, which no other operation has', (name, { method }) => {
    expect(method).toBe(name[0]!.toUpperCase() + name.slice(1));
  });

  it.each(all)('%s has each parameter of its path in its request', (_name, { path, request }) => {
    expect(Object.keys(request.shape)).toEqual(expect.arrayContaining(pathParameters(path)));
  });
});

describe('operationsOf', () => {
  it('has the operations of that domain alone', () => {
    const own = operationsOf('worker');
    expect(own.getJob).toBe(operations.getJob);
    expect(Object.values<Operation>(own).every(({ domain }) => domain === 'worker')).toBe(true);
  });
});
