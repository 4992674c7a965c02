import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateBookings1763683200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE open_booking (
        booking_id text PRIMARY KEY,
        source text NOT NULL,
        arrival_on date NOT NULL,
        booking jsonb NOT NULL,
        pushed_at timestamptz NOT NULL
      )`);
    await runner.query('CREATE INDEX open_booking_source_pushed ON open_booking (source, pushed_at)');
    await runner.query(`
      CREATE TABLE entity_state (
        source text NOT NULL,
        entity text NOT NULL,
        key text NOT NULL,
        as_of text NOT NULL,
        values jsonb NOT NULL,
        pushed_at timestamptz NOT NULL,
        PRIMARY KEY (source, entity, key)
      )`);
    await runner.query('CREATE INDEX entity_state_pushed ON entity_state (pushed_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE entity_state');
    await runner.query('DROP TABLE open_booking');
  }
}

export class CreateRetirements1763769600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE retirement (
        source text PRIMARY KEY,
        pushed_before timestamptz NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE retirement');
  }
}
