import type { TableLayout } from '../tables/table-layout.js';

/** An order as a whole: when it was made, and when it came. */
export interface Order {
  readonly order_id: string;
  readonly customer_id: string | null;
  /** The source's own word. */
  readonly status: string;
  /** Instants, `YYYY-MM-DDTHH:MM:SSZ`, in the source's local time; null where it did not come to it. */
  readonly ordered_at: string;
  readonly approved_at: string | null;
  readonly shipped_at: string | null;
  readonly delivered_at: string | null;
  readonly promised_at: string | null;
}

export const ORDERS_TABLE = {
  name: 'orders',
  columns: {
    order_id: 'text',
    customer_id: 'text?',
    status: 'label',
    ordered_at: 'instant',
    approved_at: 'instant?',
    shipped_at: 'instant?',
    delivered_at: 'instant?',
    promised_at: 'instant?',
  },
  order: ['ordered_at', 'order_id'],
} as const satisfies TableLayout<Order>;

/** A payment of an order. */
export interface Payment {
  readonly order_id: string;
  /** Of the order, from 1. */
  readonly payment_number: number;
  readonly method: string;
  readonly installments: number;
  readonly amount: number;
  /** ISO 4217. */
  readonly currency: string;
}

export const PAYMENTS_TABLE = {
  name: 'payments',
  columns: {
    order_id: 'text',
    payment_number: 'uint32',
    method: 'label',
    installments: 'uint16',
    amount: 'number',
    currency: 'label',
  },
  order: ['order_id', 'payment_number'],
} as const satisfies TableLayout<Payment>;
