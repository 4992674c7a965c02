import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { openDataSource, RelationalModule } from '../src/relational/index.js';
import { createTestDatabase, dropTestDatabase } from './postgres-server.js';
import { describeRelationalConformance } from './relational.conformance.js';

const DATABASE = `bellwether_relational_${process.pid}`;
const postgresUrl = await createTestDatabase(DATABASE);
afterAll(async () => {
  if (postgresUrl) await dropTestDatabase(DATABASE);
});

const root = await mkdtemp(join(tmpdir(), 'bellwether-relational-'));
afterAll(() => rm(root, { recursive: true, force: true }));

/** One folder for all of this file: a new one takes seconds to make. */
const folder = join(root, 'pglite');
const pgliteUrl = `pglite://${folder}`;

describeRelationalConformance('PGlite in a folder', pgliteUrl);
if (postgresUrl) describeRelationalConformance('PostgreSQL', postgresUrl);

describe('PGlite in a folder of its own process', () => {
  const open = () => openDataSource({ domain: 'crash', url: pgliteUrl, entities: [], migrations: [] });

  /** Writes rows 1, 2, 3 … and prints each number once its row is committed. */
  function startWriter(): ChildProcess {
    const script = new URL('./fixtures/relational-writer.mjs', import.meta.url).pathname;
    return spawn(process.execPath, [script, pgliteUrl], { stdio: ['ignore', 'pipe', 'inherit'] });
  }

  let writer: ChildProcess;
  const committed: number[] = [];
  beforeAll(async () => {
    writer = startWriter();
    for await (const line of createInterface({ input: writer.stdout! })) {
      committed.push(Number(line));
      if (committed.length === 200) break;
    }
  });
  afterAll(() => void writer.kill('SIGKILL'));

  it('refuses a second process by name while the first lives, then keeps every committed row through kill −9', async () => {
    await expect(open()).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: expect.stringContaining(`process ${writer.pid}`),
    });
    writer.kill('SIGKILL');
    await new Promise((resolve) => writer.once('exit', resolve));
    const database = await open();
    try {
      const rows: { id: number }[] = await database.query('SELECT id FROM rows ORDER BY id');
      expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining(committed));
    } finally {
      await database.destroy();
    }
  });

  it('takes over the lock of a process that has died and left it torn', async () => {
    await writeFile(`${folder}.lock`, '{"pid":');
    await (await open()).destroy();
  });
});

describe('RelationalModule', () => {
  it('provides the data source under the name of the domain and closes it on shutdown', async () => {
    const app = await Test.createTestingModule({
      imports: [
        RelationalModule.forDomain({ domain: 'shop', url: pgliteUrl, entities: [], migrations: [] }),
        RelationalModule.forDomain({ domain: 'hotel', url: pgliteUrl, entities: [], migrations: [] }),
      ],
    }).compile();
    const [shop, hotel] = ['shop', 'hotel'].map((name) => app.get<DataSource>(getDataSourceToken(name)));
    const schema = async (source: DataSource) => (await source.query('SELECT current_schema() AS s'))[0].s;
    expect([await schema(shop!), await schema(hotel!)]).toEqual(['shop', 'hotel']);
    await app.close();
    expect([shop!.isInitialized, hotel!.isInitialized]).toEqual([false, false]);
  });
});

describe('the url of a relational store', () => {
  it.each(['sqlite:///x', 'pglite://', 'pglite:///', 'pglite://folder', 'nonsense'])('is refused: %s', async (url) => {
    const opened = openDataSource({ domain: 'd', url, entities: [], migrations: [] });
    await expect(opened).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  it('is refused without repeating its password', async () => {
    const opened = openDataSource({ domain: 'd', url: 'mysql://me:secret@host/db', entities: [], migrations: [] });
    await expect(opened).rejects.toThrow(/^((?!secret).)*$/);
  });

  it('names a server that is not there as unavailable', async () => {
    const opened = openDataSource({ domain: 'd', url: 'postgres://127.0.0.1:1/x', entities: [], migrations: [] });
    await expect(opened).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});
