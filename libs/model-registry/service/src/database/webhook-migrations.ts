import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateWebhooks1795219200030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE webhook (
        webhook_id uuid PRIMARY KEY,
        name text NOT NULL,
        description text NOT NULL,
        url text NOT NULL,
        events text[] NOT NULL,
        sealed_secret bytea,
        status text NOT NULL CHECK (status IN ('ACTIVE', 'DISABLED')),
        creation_timestamp bigint NOT NULL,
        last_updated_timestamp bigint NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE webhook_delivery (
        delivery_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        webhook_id uuid NOT NULL REFERENCES webhook ON DELETE CASCADE,
        event text NOT NULL,
        body text NOT NULL,
        status text NOT NULL CHECK (status IN ('waiting', 'delivered', 'dead')),
        attempts int NOT NULL DEFAULT 0,
        due_at bigint NOT NULL,
        response_status int,
        error text,
        created_at bigint NOT NULL,
        finished_at bigint
      )`);
    await runner.query(`CREATE INDEX webhook_delivery_due ON webhook_delivery (due_at) WHERE status = 'waiting'`);
    await runner.query('CREATE INDEX webhook_delivery_of_webhook ON webhook_delivery (webhook_id, status, created_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE webhook_delivery, webhook');
  }
}
