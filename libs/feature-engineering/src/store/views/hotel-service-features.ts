import { AS_OF_DAY, dayOfInstant, hundredths, ratio } from '../as-of-sql.js';
import type { StoredView } from '../stored-view.js';
import { featuresFrom } from '../view-feature.js';

const fact = featuresFrom('hotel_services');
const used = featuresFrom('hotel_service_usage');
const since = (days: number): string => `day >= ${AS_OF_DAY} - ${days}`;

/** The service's side of the recommender's inputs. */
export const hotelServiceFeatures: StoredView = {
  name: 'hotel_service_features',
  description: 'A service of the hotel: what it is and how it was used up to the day',
  owner: 'recommendation',
  keys: { service_id: 'text' },
  refresh: 'daily',
  ttlSeconds: 3 * 86_400,
  defaultSource: 'simulated-hotel',
  features: {
    category: fact('text', 'category', 'Dining, wellness, transport …'),
    price: fact('number', 'currency', 'Of one use'),
    opens_at: fact('integer', 'hour of the day', 'When it opens'),
    closes_at: fact('integer', 'hour of the day', 'When it closes'),
    opening_hours: fact('integer', 'hours', 'Hours a day that it is open'),
    discount_eligible: fact('integer', 'flag', 'Whether it may be discounted'),
    uses_7d: used('integer', 'uses', 'Uses of the seven days before'),
    uses_30d: used('integer', 'uses', 'Uses of the thirty days before'),
    uses_365d: used('integer', 'uses', 'Uses of the 365 days before'),
    revenue_30d: used('number', 'currency', 'Paid for it over the thirty days before'),
    guests_30d: used('integer', 'guests', 'Different guests of the thirty days before'),
    popularity_30d: used('number', '1', 'Share of all uses of the thirty days before'),
    category_share_30d: {
      ...used('number', '1', 'Share of the uses within its category over the thirty days before'),
      from: ['hotel_service_usage', 'hotel_services'],
    },
    repeat_share_365d: used('number', '1', 'Share of the guests of the 365 days before who used it more than once'),
    days_since_last_use: used('integer', 'days', 'From the day of the newest use'),
  },
  rowsSql: (known) => `
    SELECT service.service_id AS service_id, service.category AS category, price, opens_at, closes_at,
      toInt64(closes_at) - toInt64(opens_at) AS opening_hours, toUInt8(discount_eligible) AS discount_eligible,
      used.uses_7d AS uses_7d, used.uses_30d AS uses_30d, used.uses_365d AS uses_365d,
      paid_30d / 100 AS revenue_30d, used.guests_30d AS guests_30d,
      ${ratio('used.uses_30d', 'sum(used.uses_30d) OVER ()')} AS popularity_30d,
      ${ratio('used.uses_30d', 'sum(used.uses_30d) OVER (PARTITION BY service.category)')} AS category_share_30d,
      ${ratio('repeat_guests', 'guests_365d')} AS repeat_share_365d,
      if(last_day = 0, NULL, ${AS_OF_DAY} - last_day) AS days_since_last_use
    FROM ${known('hotel_services')} AS service
    LEFT JOIN (
      SELECT service_id, sum(of_7d) AS uses_7d, sum(of_30d) AS uses_30d, sum(of_365d) AS uses_365d,
        sum(paid) AS paid_30d, countIf(of_30d > 0) AS guests_30d, countIf(of_365d > 0) AS guests_365d,
        countIf(of_365d > 1) AS repeat_guests, max(newest) AS last_day
      FROM (
        SELECT service_id, guest_id, countIf(${since(7)}) AS of_7d, countIf(${since(30)}) AS of_30d,
          countIf(${since(365)}) AS of_365d, sumIf(amount_hundredths, ${since(30)}) AS paid, max(day) AS newest
        FROM (
          SELECT service_id, guest_id, ${dayOfInstant('used_at')} AS day, ${hundredths('amount')} AS amount_hundredths
          FROM ${known('hotel_service_usage')}
        )
        GROUP BY service_id, guest_id
      )
      GROUP BY service_id
    ) AS used ON service.service_id = used.service_id`,
};
