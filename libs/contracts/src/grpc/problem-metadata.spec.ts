import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@bellwether/errors';
import { Metadata } from '@grpc/grpc-js';
import fc from 'fast-check';
import { problemMetadata, readProblemMetadata } from './problem-metadata.js';

const error = (options: ConstructorParameters<typeof DomainError>[2]) =>
  new DomainError('INVALID_ARGUMENT', 'no', options);

describe('problemMetadata', () => {
  it('carries any fields and waiting time there and back', () => {
    const problem = fc.record({ path: fc.string(), message: fc.string({ unit: 'binary' }) });
    fc.assert(
      fc.property(fc.array(problem, { maxLength: 5 }), fc.option(fc.nat(), { nil: undefined }), (fields, seconds) => {
        const metadata = problemMetadata(
          error({ fields, ...(seconds !== undefined && { retryAfterSeconds: seconds }) }),
        );
        expect(readProblemMetadata(metadata)).toEqual({
          fields,
          ...(seconds !== undefined && { retryAfterSeconds: seconds }),
        });
      }),
    );
  });

  it('keeps the first problems of too many, below the size that peers accept', () => {
    const fields = Array.from({ length: 10_000 }, (_, i) => ({ path: `booking_ids.${i}`, message: '≥ 1 character' }));
    const metadata = problemMetadata(error({ fields }));
    expect(String(metadata.get('bellwether-errors')[0]).length).toBeLessThanOrEqual(4096);
    const read = readProblemMetadata(metadata).fields;
    expect(read.length).toBeGreaterThan(10);
    expect(read).toEqual(fields.slice(0, read.length));
  });
});

describe('readProblemMetadata', () => {
  it.each(['{', '{}', '[{"path":1}]'])('takes %s of another origin for no fields', (text) => {
    const metadata = new Metadata();
    metadata.set('bellwether-errors', text);
    expect(readProblemMetadata(metadata)).toEqual({ fields: [] });
  });
});
