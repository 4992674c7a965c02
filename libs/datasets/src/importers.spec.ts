import { describe, expect, it } from '@jest/globals';
import { importers, isImporterName } from './importers.js';
import type { Importer } from './importing/importer.js';

const file = (name: string, content: string) => ({
  name,
  bytes: (async function* () {
    yield Buffer.from(content);
  })(),
});

async function batchesOf(importer: Importer, contents: readonly string[]) {
  const batches = [];
  for await (const batch of importer.read(contents.map((content, i) => file(`file ${i}`, content))))
    batches.push(batch);
  return batches;
}

describe.each(Object.entries<Importer>(importers))('the importer %s', (name, importer) => {
  const withHeader = importer.files.filter(({ hasHeader }) => hasHeader);
  const headers = withHeader.map(({ columns, separator }) => {
    const between = separator === 'spaces' ? ' ' : separator;
    return `${columns.map((column) => column.name).join(between)}\n`;
  });

  it('has its own name, a description, tables, and files with documented columns, each once', () => {
    expect(importer.name).toBe(name);
    expect(importer.description).not.toBe('');
    expect(importer.tables.length).toBeGreaterThan(0);
    expect(new Set(importer.files.map((kind) => kind.name)).size).toBe(importer.files.length);
    for (const { about, columns } of importer.files) {
      expect(about).not.toBe('');
      expect(columns.every((column) => column.about !== '')).toBe(true);
      expect(new Set(columns.map((column) => column.name)).size).toBe(columns.length);
      expect(columns.some((column) => column.required)).toBe(true);
    }
  });

  it('knows each kind of its files by the header, and gives no row for headers alone', async () => {
    for (const batch of await batchesOf(importer, headers)) {
      expect([batch.accepted, batch.rows, batch.rejects]).toEqual([0, {}, []]);
    }
  });

  it('fills no table but those it names', async () => {
    for (const batch of await batchesOf(importer, headers)) {
      expect(importer.tables).toEqual(expect.arrayContaining(Object.keys(batch.rows)));
    }
  });

  it.each(['', '\n\n', 'colour,weight\nred,1\n', '\u0000\u0001'])(
    'refuses %j as a file of its own',
    async (content) => {
      await expect(batchesOf(importer, [content])).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    },
  );
});

it('isImporterName knows the table and nothing of the prototype', () => {
  expect(['hotel-bookings', 'toString', ''].map(isImporterName)).toEqual([true, false, false]);
});
