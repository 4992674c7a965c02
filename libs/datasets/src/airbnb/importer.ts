import { isoDate, type Day } from '../calendar/day.js';
import { date, decimal, missingAs, oneOf, text, whole, type CellReader } from '../importing/cells.js';
import type { FileKind } from '../importing/file-kind.js';
import { importStep, makeImporter, type Put } from '../importing/make-importer.js';

interface Listing {
  id: string;
  last_scraped: Day;
  neighbourhood_cleansed: string;
  latitude: number;
  longitude: number;
  property_type: string;
  room_type: string;
  accommodates: number;
  bedrooms: number | null;
  price: number | null;
  minimum_nights: number;
  maximum_nights: number;
  number_of_reviews: number;
  review_scores_rating: number | null;
  instant_bookable: boolean;
}

interface Night {
  listing_id: string;
  date: Day;
  available: boolean;
  price: number | null;
}

const flag = oneOf({ t: true, f: false });
/** Newer files write 70.00, older ones $1,070.00. */
const price: CellReader<number> = (cell) => decimal(0, 1_000_000)(cell.replace(/^\$/, '').replaceAll(',', ''));
/** A limit that stands for none may be as large as 2³¹ − 1. */
const nights = whole(0, 2 ** 31 - 1);

const LISTINGS: FileKind<Listing> = {
  name: 'listings',
  about: 'one row a listing; other columns of the file are passed over',
  others: 'ignored',
  columns: {
    id: { about: 'listing', read: text(32) },
    last_scraped: { about: 'day that the row is of', read: date, isTime: true },
    neighbourhood_cleansed: { about: 'neighbourhood', read: text(128) },
    latitude: { about: 'degrees', read: decimal(-90, 90) },
    longitude: { about: 'degrees', read: decimal(-180, 180) },
    property_type: { about: 'such as Entire rental unit', read: text(64) },
    room_type: { about: 'Entire home/apt, Private room, Shared room or Hotel room', read: text(64) },
    accommodates: { about: 'guests', read: whole(0, 1_000) },
    bedrooms: { about: 'may be missing', read: missingAs(null, whole(0, 1_000)) },
    price: { about: 'asked for a night, local currency; missing where nothing is free', read: missingAs(null, price) },
    minimum_nights: { about: 'of a stay', read: nights },
    maximum_nights: { about: 'of a stay', read: nights },
    number_of_reviews: { about: 'of all time', read: whole(0, 1_000_000) },
    review_scores_rating: { about: '0–5', read: missingAs(null, decimal(0, 5)), absent: null },
    instant_bookable: { about: 't or f', read: missingAs(false, flag), absent: false },
  },
};

const CALENDAR: FileKind<Night> = {
  name: 'calendar',
  about: 'one row a listing and night; other columns of the file are passed over',
  others: 'ignored',
  columns: {
    listing_id: { about: 'listing, which the listings must have', read: text(32) },
    date: { about: 'the night', read: date, isTime: true },
    available: { about: 't; or f, booked or blocked', read: flag },
    price: { about: 'asked for the night, local currency; newer files leave it out', read: missingAs(null, price) },
  },
};

interface Neighbourhood {
  listings: number;
  latitudes: number;
  longitudes: number;
}

interface Memory {
  /** Numbers of the listings, by their own ids, which may be longer than a number of the store. */
  readonly numbers: Map<string, number>;
  readonly neighbourhoods: Map<string, Neighbourhood>;
}

/**
 * A city of Inside Airbnb. A listing's `property_id` is its row in the file of listings, as its own id may have nineteen
 * digits: `rentals_listings` has both. A destination is a neighbourhood, in the middle of its listings. A night that is
 * not available counts as booked, though the host may have blocked it: the data does not tell.
 *
 * @see Inside Airbnb, data dictionary, insideairbnb.com.
 */
export const airbnb = makeImporter<Memory>({
  name: 'airbnb',
  description: 'Inside Airbnb: the listings of a city and their calendar',
  tables: ['rentals_destinations', 'rentals_listings', 'rentals_calendar', 'rentals_properties'],
  memory: () => ({ numbers: new Map(), neighbourhoods: new Map() }),
  steps: [
    importStep<Listing, Memory>({
      file: LISTINGS,
      take(cells, put, { memory }) {
        if (memory.numbers.has(cells.id)) return { column: 'id', reason: 'must be the only row of the listing' };
        memory.numbers.set(cells.id, memory.numbers.size + 1);
        count(memory.neighbourhoods, cells);
        putListing(cells, memory.numbers.size, put);
        return undefined;
      },
    }),
    importStep<Night, Memory>({
      file: CALENDAR,
      optional: true,
      take({ listing_id, date: night, available, price }, put, { memory }) {
        const property_id = memory.numbers.get(listing_id);
        if (property_id === undefined) return { column: 'listing_id', reason: 'must be one of the listings' };
        put('rentals_calendar', { property_id, night: isoDate(night), price, booked: available ? 0 : 1 });
        return undefined;
      },
    }),
  ],
  end({ neighbourhoods }, put) {
    for (const [name, { listings, latitudes, longitudes }] of neighbourhoods) {
      put('rentals_destinations', {
        destination_id: name,
        name,
        country: '',
        kind: 'neighbourhood',
        latitude: latitudes / listings,
        longitude: longitudes / listings,
      });
    }
  },
});

function count(
  neighbourhoods: Memory['neighbourhoods'],
  { neighbourhood_cleansed, latitude, longitude }: Listing,
): void {
  const known = neighbourhoods.get(neighbourhood_cleansed) ?? { listings: 0, latitudes: 0, longitudes: 0 };
  known.listings += 1;
  known.latitudes += latitude;
  known.longitudes += longitude;
  neighbourhoods.set(neighbourhood_cleansed, known);
}

function putListing(cells: Listing, property_id: number, put: Put): void {
  put('rentals_properties', {
    property_id,
    destination_id: cells.neighbourhood_cleansed,
    property_type: cells.property_type,
    bedrooms: cells.bedrooms,
    max_guests: cells.accommodates,
    base_price: cells.price,
    photos: null,
  });
  put('rentals_listings', {
    property_id,
    listing_id: cells.id,
    room_type: cells.room_type,
    latitude: cells.latitude,
    longitude: cells.longitude,
    minimum_nights: cells.minimum_nights,
    maximum_nights: cells.maximum_nights,
    number_of_reviews: cells.number_of_reviews,
    rating: cells.review_scores_rating,
    instant_bookable: cells.instant_bookable,
    seen_on: isoDate(cells.last_scraped),
  });
}
