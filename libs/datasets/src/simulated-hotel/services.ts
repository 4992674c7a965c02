/** The service categories that tastes are about. */
export const SERVICE_CATEGORIES = ['dining', 'wellness', 'laundry', 'transport', 'leisure', 'family', 'work'] as const;
export type ServiceCategory = (typeof SERVICE_CATEGORIES)[number];

export interface ServiceRow {
  readonly service_id: string;
  readonly service_name: string;
  readonly category: ServiceCategory;
  /** Of one use, VND. */
  readonly price: number;
  /** Hours of the day, property time. */
  readonly opens_at: number;
  readonly closes_at: number;
  readonly discount_eligible: boolean;
}

function service(
  id: string,
  service_name: string,
  category: ServiceCategory,
  price: number,
  opens_at: number,
  closes_at: number,
  discount_eligible: boolean,
): ServiceRow {
  return { service_id: `SVC_${id}_001`, service_name, category, price, opens_at, closes_at, discount_eligible };
}

/** What the hotel sells besides nights. */
export const SERVICES: readonly ServiceRow[] = [
  service('RESTAURANT', 'Fine Dining Restaurant', 'dining', 800_000, 11, 22, true),
  service('SPA', 'Spa and Massage', 'wellness', 1_200_000, 9, 21, true),
  service('LAUNDRY', 'Laundry', 'laundry', 150_000, 7, 19, false),
  service('BREAKFAST', 'Breakfast Buffet', 'dining', 250_000, 6, 10, false),
  service('BAR', 'Rooftop Bar', 'dining', 350_000, 17, 24, true),
  service('ROOMSERVICE', 'Room Service', 'dining', 300_000, 6, 24, false),
  service('AIRPORT', 'Airport Transfer', 'transport', 400_000, 4, 24, false),
  service('BIKE', 'Bicycle Rental', 'transport', 100_000, 6, 18, true),
  service('TOUR', 'Old Town Day Tour', 'leisure', 900_000, 7, 18, true),
  service('DIVING', 'Reef Diving', 'leisure', 1_500_000, 8, 16, true),
  service('KIDSCLUB', 'Kids Club', 'family', 200_000, 8, 18, false),
  service('MEETING', 'Meeting Room', 'work', 1_000_000, 7, 20, true),
];
