export const SHOP_CATEGORIES = [
  'Electronics',
  'Home & Kitchen',
  'Fashion',
  'Beauty',
  'Sports',
  'Toys',
  'Books',
  'Garden',
] as const;
export type ShopCategory = (typeof SHOP_CATEGORIES)[number];

export interface CategoryFacts {
  readonly brands: readonly string[];
  /** What its products are, for their names. */
  readonly things: readonly string[];
  readonly tags: readonly string[];
  /** Share of the products, and of what an average customer looks at. */
  readonly share: number;
  readonly medianPrice: number;
  /** Price elasticity of buying what was looked at: d ln odds / d ln price, < 0. */
  readonly elasticity: number;
  /** Share of the price that is left above the cost. */
  readonly margin: number;
  readonly leadTimeDays: number;
  /** Interest by month, January first. */
  readonly season: readonly number[];
}

export const CATEGORY_FACTS: Readonly<Record<ShopCategory, CategoryFacts>> = {
  Electronics: {
    brands: ['Voltari', 'Nimbus', 'Kestrel'],
    things: ['headphones', 'charger', 'speaker', 'keyboard', 'monitor', 'webcam'],
    tags: ['wireless', 'compact', 'portable', 'smart'],
    ...{ share: 0.18, medianPrice: 90, elasticity: -2.2, margin: 0.22, leadTimeDays: 21 },
    season: [0.95, 0.9, 0.92, 0.93, 0.95, 0.97, 0.95, 1, 1, 1, 1.3, 1.4],
  },
  'Home & Kitchen': {
    brands: ['Hearth', 'Oakline', 'Casella'],
    things: ['kettle', 'blanket', 'lamp', 'skillet', 'pillow', 'organiser'],
    tags: ['steel', 'cotton', 'oak', 'ceramic'],
    ...{ share: 0.17, medianPrice: 35, elasticity: -1.6, margin: 0.42, leadTimeDays: 14 },
    season: [1.02, 0.97, 0.97, 0.98, 1, 0.98, 0.95, 0.97, 1, 1.02, 1.1, 1.15],
  },
  Fashion: {
    brands: ['Loomwell', 'Arden', 'Tessera'],
    things: ['jacket', 'scarf', 'sneakers', 'dress', 'shirt', 'backpack'],
    tags: ['linen', 'wool', 'recycled', 'slim'],
    ...{ share: 0.18, medianPrice: 45, elasticity: -1.8, margin: 0.55, leadTimeDays: 30 },
    season: [0.9, 0.88, 1.05, 1.1, 1.08, 1, 0.95, 0.97, 1.08, 1.06, 1.05, 1.1],
  },
  Beauty: {
    brands: ['Lumen', 'Petalo', 'Mirth'],
    things: ['serum', 'shampoo', 'perfume', 'lipstick', 'cream', 'sunscreen'],
    tags: ['vegan', 'gentle', 'mineral', 'citrus'],
    ...{ share: 0.12, medianPrice: 22, elasticity: -1.1, margin: 0.6, leadTimeDays: 10 },
    season: [0.95, 1.05, 0.98, 0.98, 1.05, 1.03, 1.02, 0.98, 0.97, 0.97, 1.05, 1.15],
  },
  Sports: {
    brands: ['Ridgeway', 'Pacer', 'Summit'],
    things: ['yoga mat', 'bottle', 'dumbbell', 'tent', 'bike light', 'racket'],
    tags: ['light', 'durable', 'waterproof', 'foldable'],
    ...{ share: 0.12, medianPrice: 40, elasticity: -1.5, margin: 0.38, leadTimeDays: 18 },
    season: [1.2, 1.05, 1.05, 1.1, 1.12, 1.1, 1.05, 1, 0.95, 0.85, 0.85, 0.9],
  },
  Toys: {
    brands: ['Pippin', 'Orbito', 'Mumble'],
    things: ['puzzle', 'blocks', 'kite', 'plush bear', 'board game', 'train'],
    tags: ['wooden', 'classic', 'colourful', 'educational'],
    ...{ share: 0.09, medianPrice: 25, elasticity: -1.3, margin: 0.45, leadTimeDays: 25 },
    season: [0.75, 0.75, 0.85, 0.9, 0.9, 0.95, 0.95, 0.9, 0.9, 1, 1.4, 1.9],
  },
  Books: {
    brands: ['Foliant', 'Marginalia', 'Inkwell'],
    things: ['novel', 'cookbook', 'atlas', 'biography', 'poems', 'field guide'],
    tags: ['illustrated', 'bestselling', 'pocket', 'annotated'],
    ...{ share: 0.08, medianPrice: 16, elasticity: -0.8, margin: 0.3, leadTimeDays: 7 },
    season: [1.05, 0.98, 0.97, 0.95, 0.95, 1.02, 1.08, 1.02, 0.98, 0.97, 1.02, 1.2],
  },
  Garden: {
    brands: ['Verdant', 'Thicket', 'Sunbed'],
    things: ['planter', 'hose', 'seed kit', 'lantern', 'pruner', 'hammock'],
    tags: ['outdoor', 'rustproof', 'organic', 'solar'],
    ...{ share: 0.06, medianPrice: 30, elasticity: -1.4, margin: 0.4, leadTimeDays: 16 },
    season: [0.5, 0.6, 1.1, 1.5, 1.6, 1.4, 1.2, 1, 0.85, 0.7, 0.5, 0.5],
  },
};
