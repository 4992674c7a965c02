import type { Feature } from '../features/feature.js';
import { availabilityInWords } from '../features/available-at.js';
import { BOOKING_FEATURES } from '../features/booking-features.js';
import { bookingCancellation, bookingNoShow } from '../views/booking-views.js';
import type { FeatureView } from '../views/feature-view.js';
import { SOURCES } from './sources.js';
import type { KeyType, StoredView, ValueType, ViewFeature } from './stored-view.js';
import { STORED_VIEWS } from './stored-views.js';
import { sourcesOf } from './view-sql.js';

export interface CatalogueFeature {
  readonly name: string;
  readonly type: ValueType;
  readonly unit: string;
  readonly description: string;
  /** In words. */
  readonly availableAt: string;
}

/** What is to be known of a view before its features are used, however they are computed. */
export interface CatalogueView {
  readonly name: string;
  readonly description: string;
  readonly owner: string;
  /** `stored`: computed on a schedule and read by key; `at_decision`: computed with the decision that they serve. */
  readonly kind: 'stored' | 'at_decision';
  readonly keys: Readonly<Record<string, KeyType>>;
  /** Name of the instant that a row tells of. */
  readonly timestamp: string;
  readonly refresh: string;
  readonly ttlSeconds: number | null;
  readonly defaultSource: string | null;
  readonly features: readonly CatalogueFeature[];
  /** Tables of the analytics store. */
  readonly tables: readonly string[];
  readonly absent: Readonly<Record<string, string>>;
}

/** Every view, by name: those that are stored, then those of bookings. */
export const CATALOGUE: readonly CatalogueView[] = [
  ...Object.values(STORED_VIEWS).map(stored),
  ...[bookingCancellation, bookingNoShow].map(atDecision),
];

function stored(view: StoredView): CatalogueView {
  const { name, description, owner, keys, refresh, ttlSeconds, defaultSource, absent = {} } = view;
  return {
    ...{ name, description, owner, kind: 'stored', keys, timestamp: 'event_timestamp', refresh },
    ...{ ttlSeconds, defaultSource, absent },
    features: Object.entries(view.features).map(([feature, told]) => storedFeature(feature, told)),
    tables: unique(sourcesOf(view).map((source) => SOURCES[source].table)),
  };
}

function storedFeature(name: string, { type, unit, description, from }: ViewFeature): CatalogueFeature {
  const words = unique(from.map((source) => SOURCES[source].availableAt.words));
  return { name, type, unit, description, availableAt: words.join('; ') };
}

function atDecision({ name, description, features }: FeatureView): CatalogueView {
  return {
    ...{ name, description, owner: 'customer-analytics', kind: 'at_decision', keys: { booking_id: 'text' } },
    ...{ timestamp: 'decided_at', refresh: 'with each prediction', ttlSeconds: null, defaultSource: null, absent: {} },
    features: features.map((feature) => bookingFeature(feature, BOOKING_FEATURES[feature])),
    tables: ['bookings', 'booking_modifications'],
  };
}

function bookingFeature(name: string, feature: Feature): CatalogueFeature {
  const { kind, unit, description } = feature;
  return {
    ...{ name, unit, description, type: kind === 'numeric' ? 'number' : 'text' },
    availableAt: availabilityInWords(feature),
  };
}

function unique<Item>(items: readonly Item[]): Item[] {
  return [...new Set(items)];
}
