import { DomainError } from '@bellwether/errors';

/** Orders of many customers, column by column: two million customers fit where objects would not. */
export interface OrderColumns {
  /** Every customer once. */
  readonly customerIds: readonly string[];
  /** Shape (n,): the customer of each order, an index of `customerIds`. */
  readonly customer: Int32Array;
  /** Shape (n,): days since 1970-01-01. */
  readonly day: Int32Array;
  /** Shape (n,): money. */
  readonly revenue: Float64Array;
}

export interface Order {
  readonly customerId: string;
  /** Days since 1970-01-01. */
  readonly day: number;
  /** Money. */
  readonly revenue: number;
}

/** Gathers orders as they come. */
export class OrderColumnsBuilder {
  private readonly indices = new Map<string, number>();
  private readonly customer: number[] = [];
  private readonly day: number[] = [];
  private readonly revenue: number[] = [];

  /** @throws INVALID_ARGUMENT for revenue that is not finite or a day that is not whole. */
  add({ customerId, day, revenue }: Order): void {
    if (!Number.isInteger(day) || !Number.isFinite(revenue)) {
      throw new DomainError('INVALID_ARGUMENT', `an order of '${customerId}' has day ${day} and revenue ${revenue}`);
    }
    const index = this.indices.get(customerId) ?? this.indices.size;
    this.indices.set(customerId, index);
    this.customer.push(index);
    this.day.push(day);
    this.revenue.push(revenue);
  }

  build(): OrderColumns {
    return {
      customerIds: [...this.indices.keys()],
      customer: Int32Array.from(this.customer),
      day: Int32Array.from(this.day),
      revenue: Float64Array.from(this.revenue),
    };
  }
}

export function orderColumns(orders: Iterable<Order>): OrderColumns {
  const builder = new OrderColumnsBuilder();
  for (const order of orders) builder.add(order);
  return builder.build();
}
