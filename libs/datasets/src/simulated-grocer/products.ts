import { portableExp, type Rng } from '@bellwether/model-kernel/numerics';
import { CATEGORY_FACTS, GROCER_CATEGORIES, type GrocerCategory } from './categories.js';

export interface GrocerProduct {
  readonly id: string;
  readonly category: GrocerCategory;
  readonly basePrice: number;
}

/** Spread of base prices within a category, of their logarithm. */
const PRICE_SPREAD = 0.35;

/** The products of each category; a product's price depends on the seed and its id alone. */
export function buildProducts(rng: Rng): Readonly<Record<GrocerCategory, readonly GrocerProduct[]>> {
  const ofCategory = (category: GrocerCategory): GrocerProduct[] => {
    const { prefix, products, medianPrice } = CATEGORY_FACTS[category];
    return Array.from({ length: products }, (_, i) => {
      const id = `${prefix}-${String(i + 1).padStart(5, '0')}`;
      const price = medianPrice * portableExp(rng.fork(id).normal(0, PRICE_SPREAD));
      return { id, category, basePrice: Math.round(price * 100) / 100 };
    });
  };
  const entries = GROCER_CATEGORIES.map((category) => [category, ofCategory(category)] as const);
  return Object.fromEntries(entries) as Record<GrocerCategory, GrocerProduct[]>;
}
