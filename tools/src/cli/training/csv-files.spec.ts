import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { csvFiles } from './csv-files.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bellwether-csv-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function read(...paths: string[]): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of csvFiles(paths)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('several CSV files as one', () => {
  it('keeps one header, all rows in order, and ends every row', async () => {
    const plain = await file('a.csv', 'x,y\n1,2\n3,4');
    const packed = await file('b.csv.gz', gzipSync('x,y\r\n5,6\r\n'));
    const again = await file('c.csv', 'x,y\n7,8');
    expect(await read(plain, packed, again)).toBe('x,y\n1,2\n3,4\n5,6\r\n7,8\n');
  });

  it('takes the same file twice as two files', async () => {
    const path = await file('d.csv', 'x\n1\n');
    expect(await read(path, path)).toBe('x\n1\n1\n');
  });

  it('knows a gzip by its bytes, not by its name', async () => {
    expect(await read(await file('e.csv', gzipSync('x\n1\n')))).toBe('x\n1\n');
  });

  it('reads a header alone, with and without a newline', async () => {
    expect(await read(await file('f.csv', 'x,y'))).toBe('x,y\n');
  });

  it('reads files longer than a chunk', async () => {
    const rows = Array.from({ length: 50_000 }, (_, i) => `${i},${i * 2}`).join('\n');
    expect(await read(await file('g.csv', `x,y\n${rows}`))).toBe(`x,y\n${rows}\n`);
  });

  it('refuses files of other columns, naming both', async () => {
    const one = await file('one.csv', 'x,y\n1,2\n');
    const other = await file('other.csv', 'y,x\n1,2\n');
    await expect(read(one, other)).rejects.toThrow('the header of other.csv is not that of one.csv');
  });

  it('refuses an empty file and a broken gzip', async () => {
    await expect(read(await file('empty.csv', ''))).rejects.toThrow('is empty');
    const broken = gzipSync('x\n1\n'.repeat(1_000)).subarray(0, 30);
    await expect(read(await file('broken.gz', broken))).rejects.toThrow('broken gzip');
  });
});
