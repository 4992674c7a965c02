import { portableExp, type Rng } from '@bellwether/model-kernel/numerics';
import { weightedChoice } from '../drawing/weighted-choice.js';

const TYPES = {
  studio: { bedrooms: 1, price: 60, elasticity: -2.4 },
  apartment: { bedrooms: 2, price: 95, elasticity: -2 },
  house: { bedrooms: 3, price: 140, elasticity: -1.6 },
  villa: { bedrooms: 5, price: 260, elasticity: -1.2 },
} as const;
export type PropertyType = keyof typeof TYPES;
export const PROPERTY_TYPES = Object.keys(TYPES) as PropertyType[];
/** Elasticity of booking what was clicked: d ln odds / d ln price. */
export const elasticityOf = (type: PropertyType): number => TYPES[type].elasticity;

export interface PropertyRow {
  /** 1 and on. */
  readonly property_id: number;
  readonly destination_id: string;
  readonly property_type: PropertyType;
  readonly bedrooms: number;
  readonly max_guests: number;
  readonly base_price: number;
  readonly photos: number;
}

export interface Property {
  readonly index: number;
  readonly row: PropertyRow;
  /** What its guests find: moves its ratings, and through them its bookings. */
  readonly quality: number;
}

const PRICE_SPREAD = 0.3;
const drawType = weightedChoice({ studio: 0.25, apartment: 0.4, house: 0.25, villa: 0.1 });

/** Property i is in destination i modulo their number, so that none has none. */
export function buildProperties(rng: Rng, count: number, destinations: readonly string[]): Property[] {
  return Array.from({ length: count }, (_, index) => {
    const own = rng.fork(index);
    const property_type = drawType(own);
    const { bedrooms, price } = TYPES[property_type];
    const quality = own.normal();
    return {
      index,
      row: {
        property_id: index + 1,
        destination_id: destinations[index % destinations.length]!,
        property_type,
        bedrooms,
        max_guests: 2 * bedrooms,
        base_price: Math.round(price * portableExp(own.normal(0, PRICE_SPREAD))),
        photos: 3 + own.poisson(9),
      },
      quality,
    };
  });
}
