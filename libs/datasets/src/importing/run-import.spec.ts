import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { file, stream } from '../../test/hotel-bookings-file.js';
import { importers } from '../importers.js';
import type { ImportReject } from './importer.js';
import { REJECTS_CSV_HEADER, rejectsCsv } from './rejects-csv.js';
import { runImport } from './run-import.js';

const content = file([{}, { adr: '-1' }, { hotel: '"x' }, { adr: 'nine' }]);

const FILES = () => [{ name: 'ours.csv', bytes: stream(content) }];

describe('runImport', () => {
  it('counts rows and rejects by column, and every line ends in one of the two sinks', async () => {
    const rejects: ImportReject[] = [];
    let rows = 0;
    const report = await runImport(importers['hotel-bookings'], FILES(), {
      rows: (_, batch) => void (rows += batch.length),
      rejects: (batch) => void rejects.push(...batch),
    });
    expect(report).toEqual({ read: 4, accepted: 1, rejected: 3, rejectsByColumn: { adr: 2, '(row)': 1 } });
    expect([rows, rejects.map((reject) => reject.line)]).toEqual([1, [3, 4, 5]]);
  });

  it('waits for the sink, and a sink that fails ends the import', async () => {
    const failing = { rows: () => Promise.reject(new Error('store is down')), rejects: () => undefined };
    await expect(runImport(importers['hotel-bookings'], FILES(), failing)).rejects.toThrow('store is down');
  });
});

describe('rejectsCsv', () => {
  it('writes what csv-parse reads back, quotes and commas of the raw line included', () => {
    const reject = { line: 4, column: null, value: null, reason: 'a, "b"', raw: 'x,"y"\r' };
    expect(parse(REJECTS_CSV_HEADER + rejectsCsv([reject]), { columns: true })).toEqual([
      { line: '4', column: '', value: '', reason: 'a, "b"', raw: 'x,"y"\r' },
    ]);
  });
});
