import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { linesOf } from './lines.js';
import { textRecords } from './text-records.js';

/** The records of a text of two columns, read a few lines at a time. */
async function recordsOf(text: string, lines = 3) {
  const bytes = async function* () {
    yield Buffer.from(text);
  };
  const records = [];
  for await (const batch of textRecords(linesOf(bytes(), lines), ',', 2)) records.push(...batch);
  return records;
}

const cellsOf = async (text: string, lines?: number) => (await recordsOf(text, lines)).map(({ cells }) => cells);

describe('records of a text', () => {
  it('may have line breaks, separators and quotes within quotes', async () => {
    const text = 'a,1\n"b\nsecond, line\n\nfourth ""line""",2\nc,3\n';
    expect(await recordsOf(text)).toEqual([
      { line: 1, raw: 'a,1', cells: ['a', '1'] },
      {
        line: 2,
        raw: '"b\nsecond, line\n\nfourth ""line""",2',
        cells: ['b\nsecond, line\n\nfourth "line"', '2'],
      },
      { line: 6, raw: 'c,3', cells: ['c', '3'] },
    ]);
  });

  it('do not depend on how many lines are read at a time', async () => {
    const cell = fc.stringMatching(/^[a-c",\n ]{0,8}$/);
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell), { minLength: 1 }),
        fc.integer({ min: 1, max: 9 }),
        async (rows, lines) => {
          const text = rows.map((cells) => `${cells.map(quoted).join(',')}\n`).join('');
          expect(await cellsOf(text, lines)).toEqual(rows);
        },
      ),
    );
  });

  it('are read on after a stray quote, which makes its own line malformed and no other', async () => {
    const records = await recordsOf('a,1\n"b,2\nc,3\nd,"4"\n"e,5\nf,6\n');
    expect(records.map(({ line, malformed }) => [line, malformed === undefined])).toEqual([
      [1, true],
      [2, false],
      [3, true],
      [4, true],
      [5, false],
      [6, true],
    ]);
  });

  it('do not run from one stray quote to another: that would have other cells than a row', async () => {
    const records = await recordsOf('"b,2\nc,3\nd",4,5\ne,6\n');
    expect(records.filter(({ malformed }) => malformed === undefined).map(({ line }) => line)).toEqual([2, 4]);
  });

  it('give a quote that never closes up after 200 lines', async () => {
    const rest = Array.from({ length: 500 }, (_, i) => `x${i},${i}\n`).join('');
    const records = await recordsOf(`"open,1\n${rest}`, 50);
    expect(records).toHaveLength(501);
    expect(records.filter(({ malformed }) => malformed !== undefined).map(({ line }) => line)).toEqual([1]);
  });
});

describe('lines', () => {
  it.each(['\n', '\r\n', '\r'])('may end with %j', async (end) => {
    expect(await cellsOf(`a,1${end}b,2${end}`)).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
  });

  it('end the same wherever the bytes are cut', async () => {
    for (const end of ['\r\n', '\r']) {
      const bytes = Buffer.from(['a,1', 'b,2', 'c,3', ''].join(end));
      const cut = async function* () {
        for (const byte of bytes) yield Buffer.from([byte]);
      };
      const texts = [];
      for await (const batch of linesOf(cut(), 2)) texts.push(...batch.texts);
      expect(texts).toEqual(['a,1', 'b,2', 'c,3']);
    }
  });
});
