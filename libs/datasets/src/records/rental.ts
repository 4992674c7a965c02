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
    property_id: 'UInt32',
    destination_id: 'String',
    property_type: 'LowCardinality(String)',
    bedrooms: 'Nullable(UInt16)',
    max_guests: 'UInt16',
    base_price: 'Nullable(Float64)',
    photos: 'Nullable(UInt16)',
  },
  order: ['property_id'],
} as const satisfies TableLayout<RentalProperty>;

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
    property_id: 'UInt32',
    listing_id: 'String',
    room_type: 'LowCardinality(String)',
    latitude: 'Float64',
    longitude: 'Float64',
    minimum_nights: 'UInt32',
    maximum_nights: 'UInt32',
    number_of_reviews: 'UInt32',
    rating: 'Nullable(Float64)',
    instant_bookable: 'UInt8',
    seen_on: 'Date32',
  },
  order: ['property_id'],
} as const satisfies TableLayout<RentalListing>;
