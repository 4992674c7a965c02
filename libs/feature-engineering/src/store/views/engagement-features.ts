import { ratio } from '../as-of-sql.js';
import type { StoredView } from '../stored-view.js';
import { featuresFrom } from '../view-feature.js';

const HOUR = 3_600;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

const viewed = featuresFrom('rentals_views');
const left = featuresFrom('rentals_views_left');
const since = (seconds: number): string => `toUnixTimestamp(viewed_at) >= {as_of:Int64} - ${seconds}`;

/** How a rental is looked at, hour by hour; `engagement_features` of the rentals specification. */
export const engagementFeatures: StoredView = {
  name: 'engagement_features',
  description: 'How a rental was looked at up to the hour; the row of a day is renewed every hour of it',
  owner: 'customer-analytics',
  keys: { property_id: 'integer', date: 'date' },
  refresh: 'hourly',
  ttlSeconds: 6 * HOUR,
  defaultSource: 'simulated-rentals',
  features: {
    views_1h: viewed('integer', 'views', 'Views of the hour before'),
    views_24h: viewed('integer', 'views', 'Views of the 24 hours before'),
    views_7d: viewed('integer', 'views', 'Views of the seven days before'),
    searches_24h: viewed('integer', 'searches', 'Different searches of the 24 hours before that led to a view'),
    clicks_7d: left('integer', 'clicks', 'Views of the seven days before, over by now, that were clicked'),
    click_rate_7d: left('number', '1', 'Clicks over views of the seven days before that are over'),
    conversion_rate_7d: left('number', '1', 'Share of these views that became a booking'),
    seconds_on_page_7d: left('number', 'seconds', 'Mean time on its page of these views'),
  },
  rowsSql: (known) => `
    SELECT property.property_id AS property_id, toDate32(toDateTime({as_of:Int64}, 'UTC')) AS date,
      views_1h, views_24h, views_7d, searches_24h, clicks_7d,
      ${ratio('clicks_7d', 'left_7d')} AS click_rate_7d,
      ${ratio('bookings_7d', 'left_7d')} AS conversion_rate_7d,
      ${ratio('seconds_7d', 'left_7d')} AS seconds_on_page_7d
    FROM ${known('rentals_properties')} AS property
    LEFT JOIN (
      SELECT property_id, countIf(${since(HOUR)}) AS views_1h, countIf(${since(DAY)}) AS views_24h,
        count() AS views_7d, uniqExactIf(search_id, ${since(DAY)}) AS searches_24h
      FROM ${known('rentals_views')}
      WHERE ${since(WEEK)}
      GROUP BY property_id
    ) AS viewed ON property.property_id = viewed.property_id
    LEFT JOIN (
      SELECT property_id, count() AS left_7d, sum(clicked) AS clicks_7d, sum(booked) AS bookings_7d,
        sum(toInt64(seconds_on_page)) AS seconds_7d
      FROM ${known('rentals_views_left')}
      WHERE ${since(WEEK)}
      GROUP BY property_id
    ) AS ended ON property.property_id = ended.property_id`,
};
