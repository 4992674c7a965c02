import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { importers } from '../src/importers.js';
import type { Importer, ImportFileKind } from '../src/importing/importer.js';

const PAGE = readFileSync(fileURLToPath(new URL('../../../docs/importing.md', import.meta.url)), 'utf8');

/** The rows of every table of the page, however wide its columns are written. */
const rowsOfPage = new Set(
  PAGE.split('\n')
    .filter((line) => line.startsWith('|'))
    .map(tight),
);

function tight(row: string): string {
  return row
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim())
    .join('|');
}

/** The row of the page that tells of a kind of file. */
function rowOf(name: string, { name: kind, about, columns, required, separator, hasHeader }: ImportFileKind): string {
  const escaped = (text: string) => text.replaceAll('|', '\\|');
  const list = columns.map((column) => `\`${column.name}\`${column.required ? '' : '?'} ${column.about}`).join('; ');
  const shape = [
    ...(separator === ','
      ? []
      : [`separated by ${{ '\t': 'tabs', spaces: 'spaces' }[separator as string] ?? separator}`]),
    ...(hasHeader ? [] : ['without names of columns']),
  ];
  const what = [kind, ...shape].join(', ');
  return tight(escaped(`| ${name} | ${what}${required ? '' : '?'} | ${about} | ${list} |`).replaceAll('\\|', '|'));
}

describe('docs/importing.md', () => {
  it.each(Object.entries<Importer>(importers))(
    'tells of every file and column of %s as the code does',
    (name, importer) => {
      for (const kind of importer.files) {
        const row = rowOf(name, kind);
        expect([...rowsOfPage].find((there) => there === row) ?? 'not there').toBe(row);
      }
    },
  );

  it.each(Object.entries<Importer>(importers))('names the tables that %s fills', (name, { tables }) => {
    const row = [...rowsOfPage].find((there) => there.startsWith(`|\`${name}\`|`));
    for (const table of tables) expect(row).toContain(`\`${table}\``);
  });
});
