import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { REJECTS_CSV_HEADER, rejectsCsv } from './rejects-csv.js';

describe('rejectsCsv', () => {
  it('writes what csv-parse reads back, quotes and commas of the raw line included', () => {
    const reject = { line: 4, column: null, value: null, reason: 'a, "b"', raw: 'x,"y"\r' };
    expect(parse(REJECTS_CSV_HEADER + rejectsCsv([reject]), { columns: true })).toEqual([
      { line: '4', column: '', value: '', reason: 'a, "b"', raw: 'x,"y"\r' },
    ]);
  });
});
