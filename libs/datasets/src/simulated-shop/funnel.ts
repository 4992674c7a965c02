import { portableLog, portableLogistic } from '@bellwether/model-kernel/numerics';
import { CATEGORY_FACTS } from './categories.js';
import type { ShopCustomer } from './customers.js';
import { DIMENSIONS, type ShopProduct } from './products.js';

/** Probabilities of the next step, each given the step before. */
export interface Funnel {
  readonly click: number;
  readonly cart: number;
  readonly purchase: number;
}

const LEVEL = { click: -0.9, cart: -1.2, purchase: -0.4 };
/** What liking a product is worth, in log-odds of a click, for a liking of one. */
const LIKING = 0.9;
/** What a tier adds to the log-odds of buying something dear: of the logarithm of the price over 40. */
const DEARNESS = { budget: -0.35, regular: 0, premium: 0.25 };
const USUAL_PRICE = 40;

/** How much a customer likes a product: the product of tastes and traits, of about unit variance. */
export function liking(customer: ShopCustomer, product: ShopProduct): number {
  let sum = 0;
  for (let d = 0; d < DIMENSIONS; d++) sum += customer.tastes[d]! * product.traits[d]!;
  return sum / Math.sqrt(DIMENSIONS);
}

/** What comes of a look at a product at a price. The elasticity is that of the cart, from the base price. */
export function funnelOf(customer: ShopCustomer, product: ShopProduct, price: number): Funnel {
  const { category, base_price } = product.row;
  const likes = liking(customer, product);
  const dear = DEARNESS[customer.row.tier] * portableLog(base_price / USUAL_PRICE);
  return {
    click: portableLogistic(LEVEL.click + LIKING * likes),
    cart: portableLogistic(
      LEVEL.cart + 0.5 * LIKING * likes + dear + CATEGORY_FACTS[category].elasticity * portableLog(price / base_price),
    ),
    purchase: portableLogistic(LEVEL.purchase + 0.3 * LIKING * likes),
  };
}
