import { describe, expect, it } from '@jest/globals';
import { ClickHouseError } from '@clickhouse/client';
import { withEngineErrors } from './engine-error.js';

const failing = (code: string, type: string) =>
  withEngineErrors(() => Promise.reject(new ClickHouseError({ code, type, message: 'of /var/lib/secret on host-7' })));

describe('errors of the analytics engine', () => {
  it.each([
    ['47', 'UNKNOWN_IDENTIFIER', 'INVALID_ARGUMENT'],
    ['457', 'BAD_QUERY_PARAMETER', 'INVALID_ARGUMENT'],
    ['159', 'TIMEOUT_EXCEEDED', 'DEADLINE_EXCEEDED'],
    ['241', 'MEMORY_LIMIT_EXCEEDED', 'RESOURCE_EXHAUSTED'],
    ['745', 'SERVER_OVERLOADED', 'UNAVAILABLE'],
    ['49', 'LOGICAL_ERROR', 'INTERNAL'],
    ['246', 'CORRUPTED_DATA', 'INTERNAL'],
    ['98765', 'NEWER_THAN_THIS_TABLE', 'INTERNAL'],
  ])('of number %s (%s) are %s', async (number, type, code) => {
    await expect(failing(number, type)).rejects.toMatchObject({ code, message: expect.stringContaining(type) });
  });

  it('tell the engine’s words only of a statement that is wrong', async () => {
    const secret = { message: expect.stringContaining('/var/lib/secret') };
    await expect(failing('62', 'SYNTAX_ERROR')).rejects.toMatchObject(secret);
    for (const number of ['49', '210', '241', '243', '497']) {
      await expect(failing(number, 'ANY')).rejects.not.toMatchObject(secret);
    }
  });
});
