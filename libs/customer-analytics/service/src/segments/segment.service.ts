import { Inject, Injectable } from '@nestjs/common';
import type {
  ExportSegmentCsvResponse,
  ExportSegmentRequest,
  GetCustomerSegmentRequest,
  GetCustomerSegmentResponse,
  ListAudienceResponse,
  ListSegmentsRequest,
  ListSegmentsResponse,
  PushSegmentsRequest,
  PushSegmentsResponse,
} from '@bellwether/contracts';
import {
  mergeSmallGroups,
  recommendedActions,
  SEGMENT_NAMES,
  segmentShares,
} from '@bellwether/customer-analytics-core';
import { DomainError } from '@bellwether/errors';
import { MINIMUM_GROUP_SIZE } from './minimum-group-size.js';
import { notPublished, Published } from './published.js';
import { segmentCsv } from './segment-csv.js';
import { SegmentRepository } from './segment-repository.js';

@Injectable()
export class SegmentService {
  constructor(
    private readonly repository: SegmentRepository,
    private readonly published: Published,
    @Inject(MINIMUM_GROUP_SIZE) private readonly minimum: number,
  ) {}

  /** @throws INVALID_ARGUMENT for a customer that a part has twice. */
  async push(part: PushSegmentsRequest): Promise<PushSegmentsResponse> {
    const seen = new Set<string>();
    for (const [i, { customer_id }] of part.customers.entries()) {
      if (seen.has(customer_id)) {
        const message = `must not come twice, got '${customer_id}' again`;
        const path = `customers.${i}.customer_id`;
        throw new DomainError('INVALID_ARGUMENT', `${path} ${message}`, { fields: [{ path, message }] });
      }
      seen.add(customer_id);
    }
    const pushedAt = await this.repository.save(part);
    return { stored: part.customers.length, pushed_at: pushedAt.toISOString() };
  }

  /**
   * @throws NOT_FOUND while nothing is published; FAILED_PRECONDITION for groups where there are too few customers, be it to make
   *   them or to show any.
   */
  async list({ source, method }: ListSegmentsRequest): Promise<ListSegmentsResponse> {
    const { insights, ...of } = await this.published.of(source);
    const { groups, merged } = mergeSmallGroups(insights[method === 'rules' ? 'segments' : 'groups'], this.minimum);
    if (groups.length === 0) {
      const few = `${of.source} has too few customers for segments of ${this.minimum} and more by ${method}`;
      throw new DomainError('FAILED_PRECONDITION', few);
    }
    return {
      segments: segmentShares(groups).map((segment) => ({
        name: segment.name,
        customers: segment.customers,
        customer_share: segment.customerShare,
        revenue: segment.revenue,
        revenue_share: segment.revenueShare,
        average_order_value: segment.averageOrderValue,
        recommended_actions: [...recommendedActions(segment.name)],
      })),
      ...{ as_of: of.asOf, source: of.source, method, minimum_group_size: this.minimum },
      merged_segments: [...merged],
      migrations: method === 'rules' ? insights.migrations.map((migration) => this.shown(migration)) : [],
    };
  }

  /** @throws NOT_FOUND for a customer without an order, or while nothing is published. */
  async customer({ customer_id, source }: GetCustomerSegmentRequest): Promise<GetCustomerSegmentResponse> {
    const found = (await this.repository.customer(source ?? null, customer_id)) ?? notPublished(source);
    const { customer } = found;
    if (customer === null) {
      const message = `no order of a customer '${customer_id}' is known before ${found.as_of}`;
      throw new DomainError('NOT_FOUND', message, { fields: [{ path: 'customer_id', message }] });
    }
    return {
      ...{ customer_id, segment: customer.segment, ...(customer.group !== null && { group: customer.group }) },
      scores: {
        ...{ recency: customer.recency_score, frequency: customer.frequency_score, monetary: customer.monetary_score },
      },
      ...{ recency_days: customer.recency_days, orders: customer.orders, revenue: customer.revenue },
      recommended_actions: [...recommendedActions(customer.segment)],
      history: [...customer.history],
      ...{ as_of: found.as_of, source: found.source },
    };
  }

  async audience(request: ExportSegmentRequest): Promise<ListAudienceResponse> {
    const { as_of, source, customers, next } = await this.members(request);
    const customer_ids = customers.map(({ customer_id }) => customer_id);
    return { segment: request.segment, as_of, source, customer_ids, ...next };
  }

  async csv(request: ExportSegmentRequest): Promise<ExportSegmentCsvResponse> {
    const { as_of, source, customers, next } = await this.members(request);
    const csv = segmentCsv(customers, request.after === undefined);
    return { as_of, source, customers: customers.length, csv, ...next };
  }

  /** @throws NOT_FOUND for a segment that there is not. */
  private async members({ segment, source, method, after, limit }: ExportSegmentRequest) {
    const by = method === 'rules' ? 'segment' : 'group';
    const wanted = { source: source ?? null, by, name: segment, after: after ?? null, limit } as const;
    const found = (await this.repository.customers(wanted)) ?? notPublished(source);
    const isNamed = method === 'rules' && SEGMENT_NAMES.some((name) => name === segment);
    if (found.customers.length === 0 && after === undefined && !isNamed) {
      const message = `no segment '${segment}' by ${method}`;
      throw new DomainError('NOT_FOUND', message, { fields: [{ path: 'segment', message }] });
    }
    const last = found.customers.length === limit ? found.customers.at(-1) : undefined;
    return { ...found, next: last === undefined ? {} : { next_after: last.customer_id } };
  }

  private shown(migration: ListSegmentsResponse['migrations'][number]): ListSegmentsResponse['migrations'][number] {
    return { ...migration, moves: migration.moves.filter(({ customers }) => customers >= this.minimum) };
  }
}
