import { afterAll, describe, expect, it } from '@jest/globals';
import { ensureDatabase, openDataSource } from '../src/relational/index.js';
import { createTestDatabase, dropTestDatabase } from './postgres-server.js';

const EXISTING = `bellwether_ensure_${process.pid}`;
const NEW = `${EXISTING}_new`;
const server = await createTestDatabase(EXISTING);
const urlOf = (name: string) => server!.replace(EXISTING, name);

(server === null ? describe.skip : describe)('a database that an app is to have', () => {
  afterAll(async () => {
    await dropTestDatabase(NEW);
    await dropTestDatabase(EXISTING);
  });

  it('is made where it is missing, once, however many ask at the same time', async () => {
    await Promise.all([1, 2, 3].map(() => ensureDatabase(urlOf(NEW))));
    const opened = await openDataSource({ domain: 'pricing', url: urlOf(NEW), entities: [], migrations: [] });
    expect(await opened.query('SELECT current_database() AS name')).toEqual([{ name: NEW }]);
    await opened.destroy();
  });

  it('is left as it is where it exists', async () => {
    await expect(ensureDatabase(urlOf(EXISTING))).resolves.toBeUndefined();
  });

  it.each(['Upper', 'a-b', 'a;drop', ''])("is refused by the name '%s'", async (name) => {
    await expect(ensureDatabase(urlOf(name))).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  it('is UNAVAILABLE without a server', async () => {
    await expect(ensureDatabase('postgres://postgres@127.0.0.1:1/x')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});
