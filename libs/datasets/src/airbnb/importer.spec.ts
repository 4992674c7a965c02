import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { imported, importedFrom } from '../../test/imported.js';
import { itWithRealData } from '../../test/real-data.js';
import { airbnb } from './importer.js';

const LISTINGS =
  'id,last_scraped,neighbourhood_cleansed,latitude,longitude,property_type,room_type,accommodates,bedrooms,amenities,price,' +
  'minimum_nights,maximum_nights,number_of_reviews,review_scores_rating,instant_bookable\n' +
  '1139844543126920712,2024-06-29,Haringrode,51,4,Entire home,Entire home/apt,2,1,"[""Wifi"", ""Oven""]","$1,070.00",1,3,2,5.0,f\n' +
  '50904,2024-06-29,Haringrode,53,6,Private room,Private room,4,,[],,2,2147483647,0,,t\n';
const CALENDAR =
  'listing_id,date,available,price,adjusted_price\n50904,2024-06-29,f,$175.00,\n1139844543126920712,2024-06-29,t,99.5,\n' +
  '50904,2024-06-30,t,,\n';

describe('the airbnb importer', () => {
  it('makes a property of each listing, numbered by its row since its id may be too long, and its nights', async () => {
    const { rows, rejects } = await imported(airbnb, [CALENDAR, LISTINGS]);
    expect(rejects).toEqual([]);
    const place = { destination_id: 'Haringrode', photos: null };
    expect(rows.rentals_properties).toEqual([
      { ...place, property_id: 1, property_type: 'Entire home', bedrooms: 1, max_guests: 2, base_price: 1_070 },
      { ...place, property_id: 2, property_type: 'Private room', bedrooms: null, max_guests: 4, base_price: null },
    ]);
    expect(rows.rentals_calendar).toEqual([
      { property_id: 2, night: '2024-06-29', price: 175, booked: 1 },
      { property_id: 1, night: '2024-06-29', price: 99.5, booked: 0 },
      { property_id: 2, night: '2024-06-30', price: null, booked: 0 },
    ]);
    expect(rows.rentals_listings[0]).toMatchObject({ property_id: 1, listing_id: '1139844543126920712', rating: 5 });
    expect(rows.rentals_destinations).toEqual([
      {
        destination_id: 'Haringrode',
        name: 'Haringrode',
        country: '',
        kind: 'neighbourhood',
        latitude: 52,
        longitude: 5,
      },
    ]);
  });

  it.each([
    ['7,2024-06-29,t,5,', 'listing_id', 'must be one of the listings'],
    ['50904,2024-06-31,t,5,', 'date', 'must be a date YYYY-MM-DD'],
    ['50904,2024-06-30,yes,5,', 'available', 'must be one of t, f'],
    ['50904,2024-06-30,t,-5,', 'price', 'must be a number'],
  ])('refuses the night %s', async (line, column, reason) => {
    const { rejects } = await imported(airbnb, [LISTINGS, `${CALENDAR}${line}\n`]);
    expect(rejects).toEqual([expect.objectContaining({ line: 5, column, reason: expect.stringContaining(reason) })]);
  });

  it('refuses a listing that was there before', async () => {
    const { rejects } = await imported(airbnb, [LISTINGS + LISTINGS.split('\n')[2]!]);
    expect(rejects).toEqual([
      expect.objectContaining({ line: 4, column: 'id', reason: 'must be the only row of the listing' }),
    ]);
  });

  it('needs the listings', async () => {
    await expect(imported(airbnb, [CALENDAR])).rejects.toThrow('the import must have a file of listings');
  });

  // Counted with Python's csv module on the same files.
  itWithRealData(
    'reads the 4,325 listings of Boston and their 1,577,491 nights',
    'airbnb-boston/calendar.csv.gz',
    async (path) => {
      const { accepted, rejects, rows } = await importedFrom(airbnb, [path, join(dirname(path), 'listings.csv.gz')]);
      expect([accepted, rejects]).toEqual([4_325 + 1_577_491, []]);
      expect(rows.rentals_properties).toHaveLength(4_325);
      expect(rows.rentals_properties.filter(({ base_price }) => base_price === null)).toHaveLength(782);
      expect(rows.rentals_properties.filter(({ bedrooms }) => bedrooms === null)).toHaveLength(210);
      expect(rows.rentals_destinations).toHaveLength(25);
      let [booked, price] = [0, 0];
      for (const night of rows.rentals_calendar) {
        booked += night.booked;
        price += night.price ?? 0;
      }
      expect([booked, price]).toEqual([745_154, 390_526_505]);
    },
  );
  itWithRealData(
    'reads the 421 listings of Albany and their 153,665 nights',
    'airbnb-albany/calendar.csv.gz',
    async (path) => {
      const { accepted, rejects } = await importedFrom(airbnb, [path, join(dirname(path), 'listings.csv.gz')]);
      expect([accepted, rejects]).toEqual([421 + 153_665, []]);
    },
  );
});
