import type { TableLayout } from '../tables/table-layout.js';

/** A place to stay, as every source of rentals delivers it; what a source does not know is null. */
export interface RentalProperty {
  /** From 1; of a source with longer ids its number there, see {@link RentalListing}. */
  readonly property_id: number;
  readonly destination_id: string;
  readonly property_type: string;
  readonly bedrooms: number | null;
  readonly max_guests: number;
  readonly base_price: number | null;
  readonly photos: number | null;
}

export const RENTAL_PROPERTIES_TABLE = {
  name: 'rentals_properties',
  columns: {
    property_id: 'uint32',
    destination_id: 'text',
    property_type: 'label',
    bedrooms: 'uint16?',
    max_guests: 'uint16',
    base_price: 'whole?',
    photos: 'uint16?',
  },
  order: ['property_id'],
} as const satisfies TableLayout<RentalProperty>;

/** A night of a property, as every source of rentals delivers it. */
export interface RentalNight {
  readonly property_id: number;
  /** `YYYY-MM-DD`. */
  readonly night: string;
  /** null where the source does not tell it. */
  readonly price: number | null;
  readonly booked: 0 | 1;
}

/** What a source of listings tells of a property beside what every source does. */
export interface RentalListing {
  readonly property_id: number;
  /** The source's own id. */
  readonly listing_id: string;
  readonly room_type: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly minimum_nights: number;
  readonly maximum_nights: number;
  readonly number_of_reviews: number;
  /** Mean of the ratings, 0–5. */
  readonly rating: number | null;
  readonly instant_bookable: boolean;
  /** `YYYY-MM-DD`, the day that all this is of. */
  readonly seen_on: string;
}

export const RENTAL_LISTINGS_TABLE = {
  name: 'rentals_listings',
  columns: {
    property_id: 'uint32',
    listing_id: 'text',
    room_type: 'label',
    latitude: 'number',
    longitude: 'number',
    minimum_nights: 'uint32',
    maximum_nights: 'uint32',
    number_of_reviews: 'uint32',
    rating: 'number?',
    instant_bookable: 'boolean',
    seen_on: 'day',
  },
  order: ['property_id'],
} as const satisfies TableLayout<RentalListing>;
