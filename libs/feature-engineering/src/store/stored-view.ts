import type { EpochSeconds } from '../calendar/days.js';
import type { SourceName } from './sources.js';

/** How a value is kept: a double, a whole number up to 2⁵³, or a text. */
export type ValueType = 'number' | 'integer' | 'text';

/** How a part of an entity's key is kept. */
export type KeyType = 'integer' | 'text' | 'date';

export interface ViewFeature {
  readonly type: ValueType;
  /** Of the value; `1` for a pure number, `category` for a category, `flag` for 0 or 1. */
  readonly unit: string;
  readonly description: string;
  /** What it is computed from; their available-at is the feature's. */
  readonly from: readonly SourceName[];
}

/** How often rows are computed: instants are whole days, or whole hours, of UTC. */
export type Refresh = 'daily' | 'hourly';

export const REFRESH_SECONDS: Readonly<Record<Refresh, EpochSeconds>> = { daily: 86_400, hourly: 3_600 };

/** Gives a source as it was known at the bound instant `{as_of:Int64}`, as a relation to select from. */
export type Known = (source: SourceName) => string;

/**
 * A named group of features of one kind of entity, computed from tables as of an instant, kept with the instant they tell
 * of and the instant they were computed, and read online by key.
 */
export interface StoredView {
  readonly name: string;
  readonly description: string;
  /** Who answers for its definition: a domain. */
  readonly owner: string;
  /** The parts of the entity's key, in order. At most one is text, so that the parts joined by | tell entities apart. */
  readonly keys: Readonly<Record<string, KeyType>>;
  readonly refresh: Refresh;
  /** For how long after its instant a row may be used, in seconds. */
  readonly ttlSeconds: number;
  /** Whose rows are meant where nobody says so. */
  readonly defaultSource: string;
  readonly features: Readonly<Record<string, ViewFeature>>;
  /** Features that specifications name and no table holds, each with why. */
  readonly absent?: Readonly<Record<string, string>>;
  /**
   * ClickHouse query of the rows as of the bound instant: the keys and the features by name. It reads nothing but what
   * `known` gives; sums are of whole numbers, so that they are the same bits in whatever order the engine adds.
   */
  rowsSql(known: Known): string;
}
