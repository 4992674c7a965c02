import { describe, expect, it } from '@jest/globals';
import { importers, isImporterName } from './importers.js';

describe.each(Object.entries(importers))('the importer %s', (name, importer) => {
  it('has its own name, a description and documented columns, each once', () => {
    expect(importer.name).toBe(name);
    expect(importer.description).not.toBe('');
    expect(importer.columns.every((column) => column.about !== '')).toBe(true);
    expect(new Set(importer.columns.map((column) => column.name)).size).toBe(importer.columns.length);
    expect(importer.columns.some((column) => column.required)).toBe(true);
  });

  it('gives no row for a header alone', async () => {
    const header = async function* () {
      yield Buffer.from(`${importer.columns.map((column) => column.name).join(',')}\n`);
    };
    for await (const batch of importer.read(header())) expect(batch).toBe('nothing');
  });
});

it('isImporterName knows the table and nothing of the prototype', () => {
  expect(['hotel-bookings', 'toString', ''].map(isImporterName)).toEqual([true, false, false]);
});
