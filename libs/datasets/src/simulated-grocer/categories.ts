export const GROCER_CATEGORIES = [
  'Dairy',
  'Bakery',
  'Meat',
  'Seafood',
  'Produce',
  'Frozen',
  'Beverages',
  'Snacks',
] as const;
export type GrocerCategory = (typeof GROCER_CATEGORIES)[number];

export interface CategoryFacts {
  /** What its product ids begin with. */
  readonly prefix: string;
  /** Share of the events. */
  readonly share: number;
  readonly products: number;
  /** Middle of its products' base prices. */
  readonly medianPrice: number;
  /** From delivery to expiry; a product on the shelf has between one day and all of it left. */
  readonly shelfLifeDays: number;
  /** Log-odds of a purchase with nothing else at work. */
  readonly appeal: number;
  /** Odds of a purchase by month, January first. */
  readonly season: readonly number[];
}

/** Nobody's own taste for the month: dairy, frozen food and snacks are bought all the year round, a little more at its end. */
const STEADY = [1, 0.98, 1, 1, 1, 1, 1, 1, 1, 1, 1.04, 1.08];

export const CATEGORY_FACTS: Readonly<Record<GrocerCategory, CategoryFacts>> = {
  Dairy: {
    ...{ prefix: 'DAI', share: 0.16, products: 160, medianPrice: 6.7 },
    ...{ shelfLifeDays: 21, appeal: -1.67, season: STEADY },
  },
  Bakery: {
    ...{ prefix: 'BAK', share: 0.13, products: 120, medianPrice: 6 },
    ...{ shelfLifeDays: 7, appeal: -1.87, season: [1, 1, 1, 1.05, 1, 0.97, 0.95, 0.95, 1, 1.02, 1.05, 1.15] },
  },
  Meat: {
    ...{ prefix: 'MEA', share: 0.12, products: 110, medianPrice: 25 },
    ...{ shelfLifeDays: 10, appeal: -1.55, season: [0.97, 0.95, 0.97, 1, 1.05, 1.1, 1.1, 1.08, 1, 0.98, 1.02, 1.12] },
  },
  Seafood: {
    ...{ prefix: 'SEA', share: 0.08, products: 80, medianPrice: 38 },
    ...{
      shelfLifeDays: 5,
      appeal: -1.61,
      season: [0.85, 0.85, 0.9, 0.98, 1.08, 1.25, 1.35, 1.28, 1.05, 0.92, 0.87, 0.95],
    },
  },
  Produce: {
    ...{ prefix: 'PRO', share: 0.18, products: 150, medianPrice: 6.7 },
    ...{
      shelfLifeDays: 14,
      appeal: -1.66,
      season: [0.92, 0.93, 0.97, 1.02, 1.08, 1.12, 1.12, 1.1, 1.03, 0.98, 0.93, 0.92],
    },
  },
  Frozen: {
    ...{ prefix: 'FRO', share: 0.11, products: 130, medianPrice: 14.5 },
    ...{ shelfLifeDays: 365, appeal: -1.55, season: STEADY },
  },
  Beverages: {
    ...{ prefix: 'BEV', share: 0.11, products: 140, medianPrice: 8.5 },
    ...{
      shelfLifeDays: 300,
      appeal: -1.68,
      season: [0.9, 0.9, 0.95, 1, 1.07, 1.15, 1.2, 1.17, 1.05, 0.97, 0.98, 1.08],
    },
  },
  Snacks: {
    ...{ prefix: 'SNA', share: 0.11, products: 140, medianPrice: 6.7 },
    ...{ shelfLifeDays: 270, appeal: -1.7, season: STEADY },
  },
};
