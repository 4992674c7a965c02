import { portableExp, type Rng } from '@bellwether/model-kernel/numerics';
import { cumulativeSum, drawIndex } from '../drawing/weighted-choice.js';
import { CATEGORY_FACTS, SHOP_CATEGORIES, type ShopCategory } from './categories.js';
import type { ShopProductRow } from './tables.js';

/** Latent dimensions in which products differ and customers have tastes. */
export const DIMENSIONS = 4;

export interface ShopProduct {
  readonly index: number;
  readonly row: ShopProductRow;
  /** How often it is looked at, within its category. */
  readonly popularity: number;
  readonly traits: readonly number[];
}

/** The products of a category, and the running totals of their popularity. */
export interface Shelf {
  readonly products: readonly ShopProduct[];
  readonly popularity: Float64Array;
}

const PRICE_SPREAD = 0.5;
const POPULARITY_SPREAD = 0.9;
const CATEGORY_SHARES = cumulativeSum(SHOP_CATEGORIES.map((category) => CATEGORY_FACTS[category].share));

/** P001 and on. The first of each category come first, so that none is empty. */
export function buildProducts(rng: Rng, count: number): ShopProduct[] {
  return Array.from({ length: count }, (_, index) => {
    const own = rng.fork(index);
    const category = SHOP_CATEGORIES[index] ?? SHOP_CATEGORIES[drawIndex(own, CATEGORY_SHARES)]!;
    const id = `P${String(index + 1).padStart(3, '0')}`;
    return {
      index,
      row: productRow(own, id, category),
      popularity: portableExp(own.normal(0, POPULARITY_SPREAD)),
      traits: Array.from({ length: DIMENSIONS }, () => own.normal()),
    };
  });
}

function productRow(rng: Rng, id: string, category: ShopCategory): ShopProductRow {
  const facts = CATEGORY_FACTS[category];
  const pick = <T>(items: readonly T[]): T => items[rng.int(items.length)]!;
  const [brand, thing, tag, second] = [pick(facts.brands), pick(facts.things), pick(facts.tags), pick(facts.tags)];
  const price = cents(facts.medianPrice * portableExp(rng.normal(0, PRICE_SPREAD)));
  return {
    product_id: id,
    product_name: `${brand} ${tag} ${thing}`,
    description: `A ${tag === second ? tag : `${tag}, ${second}`} ${thing} by ${brand}, for ${category.toLowerCase()}.`,
    category,
    brand,
    tags: [...new Set([tag, second])].join(' '),
    base_price: price,
    unit_cost: cents(price * (1 - facts.margin)),
    lead_time_days: facts.leadTimeDays,
    image_url: `https://shop.invalid/images/${id}.jpg`,
  };
}

/** The products by category, in the order of {@link SHOP_CATEGORIES}. */
export function shelves(products: readonly ShopProduct[]): readonly Shelf[] {
  return SHOP_CATEGORIES.map((category) => {
    const own = products.filter(({ row }) => row.category === category);
    return { products: own, popularity: cumulativeSum(own.map(({ popularity }) => popularity)) };
  });
}

export const cents = (value: number): number => Math.round(value * 100) / 100;
