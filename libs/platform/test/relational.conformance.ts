import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  Column,
  Entity,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  type DataSource,
  type MigrationInterface,
  type QueryRunner,
} from 'typeorm';
import {
  inTransaction,
  openDataSource,
  pingDatabase,
  withDomainErrors,
  type RelationalOptions,
} from '../src/relational/index.js';

@Entity({ name: 'counters' })
class Counter {
  @PrimaryColumn('text') name!: string;
  @Column('int') value!: number;
}

@Entity({ name: 'notes' })
class Note {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('text') title!: string;
  @Column('timestamptz') written_at!: Date;
  @Column('bytea') body!: Buffer;
  @Column('jsonb') tags!: unknown;
  @Column('numeric') amount!: string;
  @Column('bigint') serial!: string;
}

class CreateTables1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE counters (name text PRIMARY KEY, value int NOT NULL CHECK (value >= 0))');
    await runner.query(`CREATE TABLE notes (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(), title text NOT NULL UNIQUE, written_at timestamptz NOT NULL,
      body bytea NOT NULL, tags jsonb, amount numeric NOT NULL, serial bigint NOT NULL)`);
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE notes, counters');
  }
}

class FailHalfway1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE half (id int)');
    await runner.query('SELECT no_such_function()');
  }
  async down(): Promise<void> {}
}

const DOMAIN = 'conformance-a';
/** Slow enough on every engine to outlast the limits set here, and over in a second or two. */
const SLOW = 'SELECT count(*) FROM generate_series(1, 5000000)';

const note = (title: string) => ({
  title,
  written_at: new Date('2026-03-01T12:34:56.789Z'),
  body: Buffer.from([0, 255, 92, 39]),
  tags: { nested: [1, null, "it's"] },
  amount: '12345678901234567890.123456789',
  serial: '9007199254740993',
});

/** What the relational port promises, on whichever engine `url` names. */
export function describeRelationalConformance(name: string, url: string): void {
  const open = (options: Partial<RelationalOptions> = {}) =>
    openDataSource({
      domain: DOMAIN,
      url,
      entities: [Counter, Note],
      migrations: [CreateTables1700000000000],
      ...options,
    });

  describe(`relational port on ${name}`, () => {
    let database: DataSource;
    beforeAll(async () => {
      database = await open();
    });
    afterAll(() => database.destroy());

    it('reads back what was written, typed as node-postgres types it', async () => {
      const notes = database.getRepository(Note);
      const { id } = await notes.save(note('typed'));
      expect(await notes.findOneByOrFail({ id })).toEqual({ id, ...note('typed') });
      await notes.update(id, { amount: '2.50' });
      expect((await notes.findOneByOrFail({ id })).amount).toBe('2.50');
      expect((await notes.delete(id)).affected).toBe(1);
      expect(await notes.findOneBy({ id })).toBeNull();
    });

    it('keeps the tables of a domain in a schema of its own', async () => {
      const rows = await database.query(
        `SELECT table_schema FROM information_schema.tables WHERE table_name = 'counters' AND table_schema LIKE 'conformance%'`,
      );
      expect(rows).toEqual([{ table_schema: 'conformance_a' }]);
    });

    it('does not mix up two domains that share the engine', async () => {
      const other = await open({ domain: 'conformance-b' });
      try {
        await Promise.all(
          [database, other].flatMap((source, owner) =>
            Array.from({ length: 10 }, () =>
              source.query(
                `INSERT INTO counters VALUES ('shared', $1)
                 ON CONFLICT (name) DO UPDATE SET value = counters.value + $1`,
                [owner + 1],
              ),
            ),
          ),
        );
        const read = async (source: DataSource) => (await source.query(`SELECT value FROM counters`))[0].value;
        expect([await read(database), await read(other)]).toEqual([10, 20]);
      } finally {
        await other.query('DELETE FROM counters');
        await other.destroy();
      }
    });

    it('rolls back all of a transaction whose work throws', async () => {
      const work = inTransaction(database, async (manager) => {
        await manager.insert(Counter, { name: 'rolled-back', value: 1 });
        throw new Error('changed my mind');
      });
      await expect(work).rejects.toThrow('changed my mind');
      expect(await database.getRepository(Counter).findOneBy({ name: 'rolled-back' })).toBeNull();
    });

    it('loses none of 100 increments made by interleaved transactions', async () => {
      const counters = database.getRepository(Counter);
      await counters.save({ name: 'hits', value: 0 });
      await Promise.all(
        Array.from({ length: 100 }, () =>
          inTransaction(database, async (manager) => {
            const hits = await manager.findOneOrFail(Counter, {
              where: { name: 'hits' },
              lock: { mode: 'pessimistic_write' },
            });
            await new Promise((resolve) => setImmediate(resolve));
            await manager.update(Counter, { name: 'hits' }, { value: hits.value + 1 });
          }),
        ),
      );
      expect((await counters.findOneByOrFail({ name: 'hits' })).value).toBe(100);
    });

    it('names what a constraint refused', async () => {
      const notes = database.getRepository(Note);
      await notes.save(note('twice'));
      await expect(withDomainErrors(() => notes.insert(note('twice')))).rejects.toMatchObject({
        code: 'ALREADY_EXISTS',
        message: 'Key (title)=(twice) already exists.',
      });
      const negative = () => database.getRepository(Counter).insert({ name: 'negative', value: -1 });
      await expect(withDomainErrors(negative)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
      const notANumber = () => database.query('SELECT $1::int', ['many']);
      await expect(withDomainErrors(notANumber)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    });

    it('runs work that lost a serialization race once more, and only once', async () => {
      let tries = 0;
      const losing = (times: number) =>
        inTransaction(database, async (manager) => {
          tries += 1;
          if (tries <= times) await manager.query(`DO $$ BEGIN RAISE EXCEPTION 'lost' USING ERRCODE = '40001'; END $$`);
          return tries;
        });
      expect(await losing(1)).toBe(2);
      tries = 0;
      await expect(losing(2)).rejects.toMatchObject({ code: 'ABORTED' });
      expect(tries).toBe(2);
    });

    it('takes back no connection with a transaction open', async () => {
      const runner = database.createQueryRunner();
      await runner.query('BEGIN');
      await runner.query(`INSERT INTO counters VALUES ('left-open', 1)`);
      await runner.release();
      const rows = await database.query(`SELECT * FROM counters WHERE name = 'left-open'`);
      expect(rows).toEqual([]);
    });

    it('answers a ping with its latency', async () => {
      const { latencyMs } = await pingDatabase(database);
      expect(latencyMs).toBeGreaterThan(0);
      expect(latencyMs).toBeLessThan(5_000);
    });
  });

  describe(`relational port on ${name}, opened anew`, () => {
    it('runs a migration once, whoever starts and however many at once', async () => {
      const sources = await Promise.all(Array.from({ length: 3 }, () => open({ domain: 'conformance-race' })));
      try {
        const [row] = await sources[0]!.query('SELECT count(*)::int AS n FROM migrations');
        expect(row).toEqual({ n: 1 });
      } finally {
        await Promise.all(sources.map((source) => source.destroy()));
      }
    });

    it('leaves nothing of a migration that fails', async () => {
      const failing = open({ migrations: [CreateTables1700000000000, FailHalfway1700000000001] });
      await expect(failing).rejects.toThrow('no_such_function');
      const database = await open();
      try {
        expect(await database.query(`SELECT to_regclass('half') AS half`)).toEqual([{ half: null }]);
      } finally {
        await database.destroy();
      }
    });

    it('gives up a statement after its time and serves again', async () => {
      const database = await open({ statementTimeoutMs: 400, leaseTimeoutMs: 20_000 });
      try {
        await expect(withDomainErrors(() => database.query(SLOW))).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
        await expect(
          inTransaction(database, async (manager) => {
            await manager.insert(Counter, { name: 'too-late', value: 1 });
            await manager.query(SLOW);
          }),
        ).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
        const rows = () => database.query(`SELECT * FROM counters WHERE name = 'too-late'`);
        // The embedded engine ends what it began first; until then a statement may run out of time too.
        await expect(eventually(rows)).resolves.toEqual([]);
      } finally {
        await database.destroy();
      }
    });

    it('refuses work rather than queue without bound', async () => {
      const database = await open({ poolSize: 1, maxWaiting: 2, leaseTimeoutMs: 1_500 });
      try {
        const refused = await inTransaction(database, async () => {
          const others = Array.from({ length: 4 }, () => withDomainErrors(() => database.query('SELECT 1')));
          return Promise.allSettled(others);
        });
        const messages = refused.map((outcome) => {
          expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'RESOURCE_EXHAUSTED' } });
          return String((outcome as PromiseRejectedResult).reason.message);
        });
        expect(messages.filter((message) => message.includes('already wait'))).toHaveLength(2);
        expect(messages.filter((message) => message.includes('within 1500 ms'))).toHaveLength(2);
        expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
      } finally {
        await database.destroy();
      }
    });
  });
}

async function eventually<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
