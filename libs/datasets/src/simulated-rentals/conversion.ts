import { portableLog, portableLogistic } from '@bellwether/model-kernel/numerics';
import { elasticityOf, type Property } from './properties.js';
import type { User } from './users.js';

export const DEVICES = ['desktop', 'mobile', 'tablet'] as const;
export type Device = (typeof DEVICES)[number];
export const REFERRERS = ['direct', 'search', 'social', 'email'] as const;
export type Referrer = (typeof REFERRERS)[number];

/** What is known of a look at a property. */
export interface Look {
  readonly user: User;
  readonly property: Property;
  readonly device: Device;
  readonly referrer: Referrer;
  /** Price of the stay over what it usually costs. */
  readonly priceRatio: number;
  /** Mean rating that is shown, 1–5; null where there is none yet. */
  readonly rating: number | null;
  /** Bookings that the user made before. */
  readonly earlierBookings: number;
}

const CLICK = { level: -0.8, perPhoto: 0.05, rating: 0.4 };
const BOOK = {
  level: -2.1,
  rating: 0.5,
  repeat: 0.6,
  device: { desktop: 0, mobile: -0.35, tablet: -0.1 },
  referrer: { direct: 0.3, search: 0, social: -0.4, email: 0.2 },
};
const MOST_PHOTOS = 20;
const USUAL_RATING = 4;

/** Probability that a look becomes a click. */
export function clickProbability({ property, rating }: Look): number {
  const seen = (rating ?? USUAL_RATING) - USUAL_RATING;
  return portableLogistic(
    CLICK.level + CLICK.perPhoto * Math.min(property.row.photos, MOST_PHOTOS) + CLICK.rating * seen,
  );
}

/** Probability that a click becomes a booking. */
export function bookProbability(look: Look): number {
  const { user, property, device, referrer, priceRatio, rating, earlierBookings } = look;
  return portableLogistic(
    BOOK.level +
      user.eagerness +
      elasticityOf(property.row.property_type) * portableLog(priceRatio) +
      BOOK.rating * ((rating ?? USUAL_RATING) - USUAL_RATING) +
      (earlierBookings > 0 ? BOOK.repeat : 0) +
      BOOK.device[device] +
      BOOK.referrer[referrer],
  );
}
