import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateReservations1764288000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE reservation_push (
        push_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        source text NOT NULL,
        pushed_at timestamptz NOT NULL
      )`);
    await runner.query('CREATE INDEX reservation_push_pushed ON reservation_push (pushed_at)');
    await runner.query(`
      CREATE TABLE reservation (
        source text NOT NULL,
        booking_id text NOT NULL,
        push_id bigint NOT NULL,
        booked_on date NOT NULL,
        arrival_on date NOT NULL,
        departure_on date NOT NULL,
        room_type text NOT NULL,
        given_room_type text NOT NULL,
        segment text NOT NULL,
        channel text NOT NULL,
        nightly_rate double precision NOT NULL,
        status text NOT NULL,
        status_on date,
        PRIMARY KEY (source, booking_id)
      )`);
    await runner.query('CREATE INDEX reservation_push_id ON reservation (push_id)');
    await runner.query(`
      CREATE TABLE reservation_books (
        source text PRIMARY KEY,
        complete_to date,
        live_at timestamptz,
        retired_push bigint NOT NULL DEFAULT 0
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['reservation_books', 'reservation', 'reservation_push']) {
      await runner.query(`DROP TABLE ${table}`);
    }
  }
}
