import type { CustomerInsights } from '@bellwether/contracts';

/** What was published of a source's customers together. */
export interface Publication {
  readonly publicationId: string;
  readonly source: string;
  /** `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly insights: CustomerInsights;
}

/** A customer of a publication. */
export interface StoredCustomer {
  readonly customer_id: string;
  readonly segment: string;
  readonly group: string | null;
  readonly recency_score: number;
  readonly frequency_score: number;
  readonly monetary_score: number;
  readonly recency_days: number;
  readonly orders: number;
  readonly revenue: number;
  readonly history: readonly { readonly as_of: string; readonly segment: string }[];
}
