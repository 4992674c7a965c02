import type { TableLayout } from '../tables/table-layout.js';

/** `adjusted`: a correction of the books or of the stock, which no customer asked for. */
export type TransactionStatus = 'sold' | 'returned' | 'cancelled' | 'adjusted';

/** A line of an order, as every source delivers it; what a source does not know is null. */
export interface Transaction {
  readonly order_id: string;
  /** Of the order or, where a source does not number them, of the file; with the order unique within a source. */
  readonly line_number: number;
  readonly customer_id: string | null;
  readonly product_id: string;
  /** Empty where a source has none. */
  readonly product_name: string;
  readonly category: string | null;
  /** Negative for what came back. */
  readonly quantity: number;
  readonly unit_price: number;
  /** ISO 4217, of unit_price. */
  readonly currency: string;
  /** Instant, UTC; midnight when only the day is known. */
  readonly ordered_at: string;
  readonly status: TransactionStatus;
  readonly seller_id: string | null;
  readonly country: string | null;
}

export const TRANSACTIONS_TABLE = {
  name: 'transactions',
  columns: {
    order_id: 'text',
    line_number: 'uint32',
    customer_id: 'text?',
    product_id: 'text',
    product_name: 'text',
    category: 'label?',
    quantity: 'number',
    unit_price: 'number',
    currency: 'label',
    ordered_at: 'instant',
    status: 'label',
    seller_id: 'text?',
    country: 'label?',
  },
  order: ['ordered_at', 'order_id', 'line_number'],
} as const satisfies TableLayout<Transaction>;
