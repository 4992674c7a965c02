import { decimal, instant, missingAs, text, whole } from '../importing/cells.js';
import type { FileKind } from '../importing/file-kind.js';

export interface CustomerCells {
  customer_id: string;
  customer_unique_id: string;
  customer_zip_code_prefix: string | null;
  customer_city: string | null;
  customer_state: string | null;
}

export interface OrderCells {
  order_id: string;
  customer_id: string;
  order_status: string;
  order_purchase_timestamp: string;
  order_approved_at: string | null;
  order_delivered_carrier_date: string | null;
  order_delivered_customer_date: string | null;
  order_estimated_delivery_date: string | null;
}

export interface ProductCells {
  product_id: string;
  product_category_name: string | null;
}

export interface TranslationCells {
  product_category_name: string;
  product_category_name_english: string;
}

export interface ItemCells {
  order_id: string;
  order_item_id: number;
  product_id: string;
  seller_id: string;
  shipping_limit_date: string | null;
  price: number;
  freight_value: number;
}

export interface PaymentCells {
  order_id: string;
  payment_sequential: number;
  payment_type: string;
  payment_installments: number;
  payment_value: number;
}

export interface ReviewCells {
  review_id: string;
  order_id: string;
  review_score: number;
  review_comment_title: string | null;
  review_comment_message: string | null;
  review_creation_date: string;
  review_answer_timestamp: string;
}

const id = text(64);
const money = decimal(0, 1_000_000);
const optionalText = missingAs(null, text(128));
const optionalInstant = missingAs(null, instant);
const order = { about: 'order, which the orders must have', read: id };

export const CUSTOMERS: FileKind<CustomerCells> = {
  name: 'customers',
  about: 'one row an order: who the customer is',
  columns: {
    customer_id: { about: 'of the order', read: id },
    customer_unique_id: { about: 'the person', read: id },
    customer_zip_code_prefix: { about: 'not kept', read: optionalText },
    customer_city: { about: 'not kept', read: optionalText },
    customer_state: { about: 'not kept', read: optionalText },
  },
};

export const ORDERS: FileKind<OrderCells> = {
  name: 'orders',
  about: 'one row an order',
  columns: {
    order_id: { about: 'order', read: id },
    customer_id: { about: 'customer, which the customers must have', read: id },
    order_status: { about: 'delivered, shipped, canceled …', read: text(32) },
    order_purchase_timestamp: { about: 'local time', read: instant, isTime: true },
    order_approved_at: { about: 'local time', read: optionalInstant, isTime: true },
    order_delivered_carrier_date: { about: 'local time', read: optionalInstant, isTime: true },
    order_delivered_customer_date: { about: 'local time', read: optionalInstant, isTime: true },
    order_estimated_delivery_date: { about: 'promised', read: optionalInstant, isTime: true },
  },
};

export const PRODUCTS: FileKind<ProductCells> = {
  name: 'products',
  about: 'one row a product; measures are passed over',
  others: 'ignored',
  columns: {
    product_id: { about: 'product', read: id },
    product_category_name: { about: 'category, Portuguese; may be missing', read: optionalText },
  },
};

export const TRANSLATION: FileKind<TranslationCells> = {
  name: 'translation',
  about: 'one row a category',
  columns: {
    product_category_name: { about: 'Portuguese', read: text(128) },
    product_category_name_english: { about: 'English', read: text(128) },
  },
};

export const ITEMS: FileKind<ItemCells> = {
  name: 'items',
  about: 'one row an item of an order',
  columns: {
    order_id: order,
    order_item_id: { about: 'number in the order, from 1', read: whole(1, 10_000) },
    product_id: { about: 'product', read: id },
    seller_id: { about: 'seller', read: id },
    shipping_limit_date: { about: 'not kept', read: optionalInstant, isTime: true },
    price: { about: 'BRL', read: money },
    freight_value: { about: 'BRL, not kept', read: money },
  },
};

export const PAYMENTS: FileKind<PaymentCells> = {
  name: 'payments',
  about: 'one row a payment of an order',
  columns: {
    order_id: order,
    payment_sequential: { about: 'number in the order, from 1', read: whole(1, 10_000) },
    payment_type: { about: 'credit_card, boleto, voucher …', read: text(32) },
    payment_installments: { about: 'number of them', read: whole(0, 1_000) },
    payment_value: { about: 'BRL', read: money },
  },
};

export const REVIEWS: FileKind<ReviewCells> = {
  name: 'reviews',
  about: 'one row a review of an order; its text may have line breaks',
  columns: {
    review_id: { about: 'review', read: id },
    order_id: order,
    review_score: { about: '1–5', read: whole(1, 5) },
    review_comment_title: { about: 'not kept', read: optionalText },
    review_comment_message: { about: 'not kept', read: missingAs(null, text(10_000)) },
    review_creation_date: { about: 'when it was asked for', read: instant, isTime: true },
    review_answer_timestamp: { about: 'when it was written, local time', read: instant, isTime: true },
  },
};
