import { importStep, makeImporter } from '../importing/make-importer.js';
import type { TransactionStatus } from '../records/transaction.js';
import {
  CUSTOMERS,
  ITEMS,
  ORDERS,
  PAYMENTS,
  PRODUCTS,
  REVIEWS,
  TRANSLATION,
  type CustomerCells,
  type ItemCells,
  type OrderCells,
  type PaymentCells,
  type ProductCells,
  type ReviewCells,
  type TranslationCells,
} from './files.js';

interface KnownOrder {
  readonly person: string;
  readonly orderedAt: string;
  readonly status: TransactionStatus;
  readonly products: string[];
}

/** What rows of one file need of others: some hundred bytes an order. */
interface Memory {
  /** By the customer's id of the order. */
  readonly persons: Map<string, string>;
  readonly english: Map<string, string>;
  /** By product. */
  readonly categories: Map<string, string>;
  readonly orders: Map<string, KnownOrder>;
}

const CURRENCY = 'BRL';
const COUNTRY = 'Brazil';
const NOT_SOLD = new Set(['canceled', 'unavailable']);
const UNKNOWN_ORDER = { column: 'order_id', reason: 'must be one of the orders' };

/**
 * The public data of Olist, a marketplace of Brazil. A review is of an order, and becomes one interaction for each product
 * of it.
 *
 * @see Olist (2018), Brazilian E-Commerce Public Dataset by Olist, Kaggle.
 */
export const olist = makeImporter<Memory>({
  name: 'olist',
  description: 'Olist Brazilian e-commerce: orders, items and customers, with products, payments and reviews',
  tables: ['payments', 'interactions', 'orders', 'transactions'],
  memory: () => ({ persons: new Map(), english: new Map(), categories: new Map(), orders: new Map() }),
  steps: [
    importStep<CustomerCells, Memory>({
      file: CUSTOMERS,
      take({ customer_id, customer_unique_id }, _, { memory }) {
        memory.persons.set(customer_id, customer_unique_id);
        return undefined;
      },
    }),
    importStep<TranslationCells, Memory>({
      file: TRANSLATION,
      optional: true,
      take(cells, _, { memory }) {
        memory.english.set(cells.product_category_name, cells.product_category_name_english);
        return undefined;
      },
    }),
    importStep<ProductCells, Memory>({
      file: PRODUCTS,
      optional: true,
      take({ product_id, product_category_name: name }, _, { memory }) {
        if (name !== null) memory.categories.set(product_id, memory.english.get(name) ?? name);
        return undefined;
      },
    }),
    importStep<OrderCells, Memory>({
      file: ORDERS,
      take(cells, put, { memory }) {
        const person = memory.persons.get(cells.customer_id);
        if (person === undefined) return { column: 'customer_id', reason: 'must be one of the customers' };
        if (memory.orders.has(cells.order_id))
          return { column: 'order_id', reason: 'must be the only row of the order' };
        memory.orders.set(cells.order_id, {
          person,
          orderedAt: cells.order_purchase_timestamp,
          status: NOT_SOLD.has(cells.order_status) ? 'cancelled' : 'sold',
          products: [],
        });
        put('orders', {
          order_id: cells.order_id,
          customer_id: person,
          status: cells.order_status,
          ordered_at: cells.order_purchase_timestamp,
          approved_at: cells.order_approved_at,
          shipped_at: cells.order_delivered_carrier_date,
          delivered_at: cells.order_delivered_customer_date,
          promised_at: cells.order_estimated_delivery_date,
        });
        return undefined;
      },
    }),
    importStep<ItemCells, Memory>({
      file: ITEMS,
      take(cells, put, { memory }) {
        const order = memory.orders.get(cells.order_id);
        if (order === undefined) return UNKNOWN_ORDER;
        order.products.push(cells.product_id);
        put('transactions', {
          order_id: cells.order_id,
          line_number: cells.order_item_id,
          customer_id: order.person,
          product_id: cells.product_id,
          product_name: '',
          category: memory.categories.get(cells.product_id) ?? null,
          quantity: 1,
          unit_price: cells.price,
          currency: CURRENCY,
          ordered_at: order.orderedAt,
          status: order.status,
          seller_id: cells.seller_id,
          country: COUNTRY,
        });
        return undefined;
      },
    }),
    importStep<PaymentCells, Memory>({
      file: PAYMENTS,
      optional: true,
      take(cells, put, { memory }) {
        if (!memory.orders.has(cells.order_id)) return UNKNOWN_ORDER;
        put('payments', {
          order_id: cells.order_id,
          payment_number: cells.payment_sequential,
          method: cells.payment_type,
          installments: cells.payment_installments,
          amount: cells.payment_value,
          currency: CURRENCY,
        });
        return undefined;
      },
    }),
    importStep<ReviewCells, Memory>({
      file: REVIEWS,
      optional: true,
      take(cells, put, { memory }) {
        const order = memory.orders.get(cells.order_id);
        if (order === undefined) return UNKNOWN_ORDER;
        for (const item_id of new Set(order.products)) {
          put('interactions', {
            user_id: order.person,
            item_id,
            interaction_type: 'review',
            occurred_at: cells.review_answer_timestamp,
            session_id: null,
            price: null,
            quantity: null,
            rating: cells.review_score,
          });
        }
        return undefined;
      },
    }),
  ],
});
