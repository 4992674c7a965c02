import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSegments1764374400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE segment_publication (
        publication_id text PRIMARY KEY,
        source text NOT NULL,
        as_of date NOT NULL,
        begun_at timestamptz NOT NULL,
        published_at timestamptz,
        insights jsonb
      )`);
    await runner.query('CREATE INDEX segment_publication_source ON segment_publication (source, published_at)');
    await runner.query(`
      CREATE TABLE customer_segment (
        publication_id text NOT NULL REFERENCES segment_publication ON DELETE CASCADE,
        customer_id text COLLATE "C" NOT NULL,
        segment text NOT NULL,
        "group" text,
        recency_score smallint NOT NULL,
        frequency_score smallint NOT NULL,
        monetary_score smallint NOT NULL,
        recency_days integer NOT NULL,
        orders integer NOT NULL,
        revenue double precision NOT NULL,
        history jsonb NOT NULL,
        PRIMARY KEY (publication_id, customer_id)
      )`);
    await runner.query(
      'CREATE INDEX customer_segment_segment ON customer_segment (publication_id, segment, customer_id)',
    );
    await runner.query(
      'CREATE INDEX customer_segment_group ON customer_segment (publication_id, "group", customer_id)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE customer_segment');
    await runner.query('DROP TABLE segment_publication');
  }
}
