import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { CustomerInsights, PushSegmentsRequest } from '@bellwether/contracts';
import { inTransaction } from '@bellwether/platform/relational';
import type { DataSource, EntityManager } from 'typeorm';
import { DOMAIN } from '../domain.js';
import type { Publication, StoredCustomer } from './publication.js';

/** The publication that answers: of a source ($1) or, where that is null, of the one published last. */
const CURRENT = `SELECT publication_id, source, as_of::text AS as_of FROM segment_publication
  WHERE published_at IS NOT NULL AND ($1::text IS NULL OR source = $1)
  ORDER BY published_at DESC, publication_id LIMIT 1`;

const CUSTOMER = `customer_id, segment, "group", recency_score, frequency_score, monetary_score, recency_days, orders, revenue, history`;

/** Which customers of which publication. */
export interface CustomersWanted {
  readonly source: string | null;
  readonly by: 'segment' | 'group';
  readonly name: string;
  readonly after: string | null;
  readonly limit: number;
}

interface CurrentRow {
  readonly publication_id: string;
  readonly source: string;
  readonly as_of: string;
}

/** Publications of segments as they lie in the domain's database, which all replicas share. */
@Injectable()
export class SegmentRepository {
  /** Insights by publication: they never change, only which of them is current does. */
  private held: Publication | undefined;

  constructor(@InjectDataSource(DOMAIN) private readonly dataSource: DataSource) {}

  /**
   * Keeps a part of a publication; the part with insights makes it the one that answers and has those before it forgotten. A part
   * told again changes nothing.
   *
   * @returns when it counts as pushed, by the database's clock.
   */
  async save(part: PushSegmentsRequest): Promise<Date> {
    return inTransaction(this.dataSource, async (manager) => {
      const [{ now }] = await manager.query<[{ now: Date }]>(
        `SELECT date_trunc('milliseconds', clock_timestamp()) AS now`,
      );
      await manager.query(
        `INSERT INTO segment_publication (publication_id, source, as_of, begun_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (publication_id) DO NOTHING`,
        [part.publication_id, part.source, part.as_of, now],
      );
      await saveCustomers(manager, part);
      if (part.insights !== undefined) await publish(manager, part, part.insights, now);
      return now;
    });
  }

  /** What is published of a source, or of whichever was published last. */
  async current(source: string | null): Promise<Publication | undefined> {
    const [row] = await this.dataSource.query<CurrentRow[]>(CURRENT, [source]);
    if (row === undefined) return undefined;
    if (this.held?.publicationId === row.publication_id) return this.held;
    const [found] = await this.dataSource.query<{ insights: CustomerInsights }[]>(
      'SELECT insights FROM segment_publication WHERE publication_id = $1',
      [row.publication_id],
    );
    // Replaced between the two looks.
    if (found === undefined) return this.current(source);
    this.held = {
      ...{ publicationId: row.publication_id, source: row.source, asOf: row.as_of },
      insights: found.insights,
    };
    return this.held;
  }

  /** A customer, and of which publication; null where the publication has no such customer. */
  async customer(
    source: string | null,
    customerId: string,
  ): Promise<(CurrentRow & { readonly customer: StoredCustomer | null }) | undefined> {
    // In one statement: a publication that comes in between takes the customers of the one before it away.
    const [row] = await this.dataSource.query<(CurrentRow & StoredCustomer & { customer_id: string | null })[]>(
      `SELECT current.*, ${CUSTOMER} FROM (${CURRENT}) AS current
       LEFT JOIN customer_segment ON customer_segment.publication_id = current.publication_id AND customer_id = $2`,
      [source, customerId],
    );
    return row && { ...row, customer: row.customer_id === null ? null : row };
  }

  /** Customers of a segment or group in the order of their ids, and of which publication. */
  async customers({
    source,
    by,
    name,
    after,
    limit,
  }: CustomersWanted): Promise<(CurrentRow & { readonly customers: readonly StoredCustomer[] }) | undefined> {
    const rows = await this.dataSource.query<(CurrentRow & StoredCustomer & { customer_id: string | null })[]>(
      `SELECT current.*, ${CUSTOMER} FROM (${CURRENT}) AS current
       LEFT JOIN LATERAL (SELECT * FROM customer_segment
         WHERE customer_segment.publication_id = current.publication_id AND "${by}" = $2
           AND ($3::text IS NULL OR customer_id > $3 COLLATE "C")
         ORDER BY customer_id LIMIT $4) AS found ON true
       ORDER BY customer_id`,
      [source, name, after, limit],
    );
    const [first] = rows;
    return first && { ...first, customers: rows.filter(({ customer_id }) => customer_id !== null) };
  }
}

async function saveCustomers(
  manager: EntityManager,
  { publication_id, customers }: PushSegmentsRequest,
): Promise<void> {
  if (customers.length === 0) return;
  await manager.query(
    `INSERT INTO customer_segment (publication_id, ${CUSTOMER})
     SELECT $1, ${CUSTOMER} FROM jsonb_to_recordset($2::jsonb) AS told (customer_id text, segment text, "group" text,
       recency_score smallint, frequency_score smallint, monetary_score smallint, recency_days integer, orders integer,
       revenue double precision, history jsonb)
     ORDER BY customer_id
     ON CONFLICT (publication_id, customer_id) DO UPDATE SET segment = excluded.segment, "group" = excluded."group",
       recency_score = excluded.recency_score, frequency_score = excluded.frequency_score,
       monetary_score = excluded.monetary_score, recency_days = excluded.recency_days, orders = excluded.orders,
       revenue = excluded.revenue, history = excluded.history`,
    [publication_id, JSON.stringify(customers)],
  );
}

/** One that was begun a day ago and never ended has lost its job. */
async function publish(
  manager: EntityManager,
  { publication_id, source }: PushSegmentsRequest,
  insights: CustomerInsights,
  now: Date,
): Promise<void> {
  await manager.query(
    'UPDATE segment_publication SET published_at = $2, insights = $3::jsonb WHERE publication_id = $1',
    [...[publication_id, now, JSON.stringify(insights)]],
  );
  await manager.query(
    `DELETE FROM segment_publication WHERE source = $1 AND publication_id <> $2
       AND (published_at IS NOT NULL OR begun_at < $3::timestamptz - interval '1 day')`,
    [source, publication_id, now],
  );
}
