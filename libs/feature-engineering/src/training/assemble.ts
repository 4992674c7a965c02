import type { AnalyticsTables } from '../analytics-tables.js';
import { FACT_NAMES, type BookingHindsight, type FactName } from '../bookings/facts.js';
import { decisionsSql, type DecisionOptions } from '../decisions/decisions-sql.js';
import { BOOKING_FEATURES, type BookingFeatureName } from '../features/booking-features.js';
import type { Feature, FeatureInput } from '../features/feature.js';
import { HISTORY_ENTITIES, type EntityName, type Histories } from '../history/history-entities.js';
import { withHistoryBookings } from '../history/history-bookings.js';
import { historyStatesSql, historyValueNames } from '../history/history-sql.js';
import { assertAvailable } from '../leak/assert-available.js';
import type { FeatureView } from '../views/feature-view.js';
import { CategoryCodes } from './category-codes.js';
import { fingerprintOf } from './fingerprint.js';
import type { TrainingTable } from './training-table.js';

export interface AssembleOptions extends DecisionOptions {
  /** Whose bookings histories are made of; the source itself when absent. */
  readonly historySources?: readonly string[];
  /** Keeps the decisions from this instant on, in seconds since 1970. */
  readonly decidedFrom?: number;
  /** Keeps the decisions before this instant. */
  readonly decidedBefore?: number;
  /** Keeps the decisions whose label is known by this instant. */
  readonly maturedBy?: number;
  /** Features that may come from the future: for the leak report alone. */
  readonly allowLeaks?: readonly BookingFeatureName[];
}

/** SQL turns instants and dates into whole seconds and days, the numbers that features read online. */
const FACT_SQL: Partial<Record<FactName, string>> = {
  booked_at: 'toInt64(toUnixTimestamp(decision.booked_at))',
  arrival_on: 'toInt32(decision.arrival_on)',
  departure_on: 'toInt32(decision.departure_on)',
};

/**
 * The training table of a view at a point in time: each decision with the columns of its booking and, by ASOF LEFT JOIN,
 * the newest state of each of its histories that was known at the decision. SQL delivers columns and states; the values
 * of the features come from their one definition in TypeScript, row by row.
 *
 * @throws FAILED_PRECONDITION when a feature is not available at a decision (see {@link assertAvailable}).
 */
export async function assembleTrainingTable(
  store: AnalyticsTables,
  view: FeatureView,
  options: AssembleOptions,
): Promise<TrainingTable> {
  await assertAvailable(store, view, options, options.allowLeaks);
  const features = view.features.map((name) => BOOKING_FEATURES[name]);
  const entities = [...new Set(features.flatMap((feature) => feature.histories ?? []))];
  const historySources = options.historySources ?? [options.source];
  const columns = await withHistoryBookings(store, historySources, (bookings) =>
    store.columns<Record<string, readonly unknown[]>>(joinedSql(view, options, entities, bookings), {
      source: options.source,
      historySources,
      decidedFrom: options.decidedFrom ?? -(2 ** 52),
      decidedBefore: options.decidedBefore ?? 2 ** 52,
      maturedBy: options.maturedBy ?? 2 ** 52,
    }),
  );
  return computed(view, options.source, features, entities, columns);
}

function joinedSql(
  view: FeatureView,
  options: AssembleOptions,
  entities: readonly EntityName[],
  historyBookings: string,
): string {
  const keys = entities.map((name) => `${HISTORY_ENTITIES[name].keySql} AS ${name}_key`);
  const facts = FACT_NAMES.map((name) => `${FACT_SQL[name] ?? `decision.${name}`} AS fact_${name}`);
  const states = entities.flatMap((name) =>
    historyValueNames(name).map((value) => `${name}.${value} AS ${name}_${value}`),
  );
  const joins = entities.map(
    (name) => `
    ASOF LEFT JOIN (${historyStatesSql(name, historyBookings)}) AS ${name}
      ON decision.${name}_key = ${name}.key AND decision.decided_at >= ${name}.known_at`,
  );
  return `
    SELECT decision.booking_id AS booking_id, decision.decided_at AS decided_at, decision.matured_at AS matured_at,
      decision.is_landmark AS is_landmark, decision.label AS label, ${[...facts, ...states].join(', ')}
    FROM (
      SELECT *${keys.map((key) => `, ${key}`).join('')} FROM (${decisionsSql(view, options)})
      WHERE decided_at >= {decidedFrom:Int64} AND decided_at < {decidedBefore:Int64}
        AND matured_at <= {maturedBy:Int64}
    ) AS decision
    ${joins.join('')}
    ORDER BY decided_at, booking_id, is_landmark`;
}

/** Runs the definitions of the features over the joined columns. */
function computed(
  view: FeatureView,
  source: string,
  features: readonly Feature[],
  entities: readonly EntityName[],
  columns: Record<string, readonly unknown[]>,
): TrainingTable {
  const bookingIds = columns['booking_id'] as readonly string[];
  const rows = bookingIds.length;
  const width = features.length;
  const matrix = new Float64Array(rows * width);
  const codes = features.map((feature) => (feature.kind === 'categorical' ? new CategoryCodes() : null));
  const reader = new JoinedRow(columns, entities);
  for (let row = 0, at = 0; row < rows; row++) {
    const input = reader.at(row);
    for (let f = 0; f < width; f++, at++) {
      const value = features[f]!.value(input);
      matrix[at] = typeof value === 'number' ? value : codes[f]!.codeOf(value);
    }
  }
  codes.forEach((of, f) => of?.sort(matrix, f, width));
  const numbers = (name: string): Float64Array => Float64Array.from(columns[name] as readonly number[]);
  const table = {
    view,
    source,
    columns: view.features,
    rows,
    matrix,
    categories: codes.map((of) => of?.names ?? null),
    labels: numbers('label'),
    decidedAt: numbers('decided_at'),
    maturedAt: numbers('matured_at'),
    isLandmark: Uint8Array.from(columns['is_landmark'] as readonly number[]),
    bookingIds,
  };
  return { ...table, fingerprint: fingerprintOf(table) };
}

/** One input object for all rows, refilled: a hundred thousand rows need no hundred thousand objects. */
class JoinedRow {
  private readonly booking: Record<string, unknown> = {};
  private readonly facts: readonly (readonly [FactName, readonly unknown[]])[];
  private readonly states: readonly {
    readonly entity: EntityName;
    readonly state: Record<string, number>;
    readonly values: readonly (readonly [string, readonly number[]])[];
  }[];
  private readonly histories: Record<string, Record<string, number> | undefined> = {};

  constructor(
    private readonly columns: Record<string, readonly unknown[]>,
    entities: readonly EntityName[],
  ) {
    this.facts = FACT_NAMES.map((name) => [name, columns[`fact_${name}`]!] as const);
    this.states = entities.map((entity) => ({
      entity,
      state: {},
      values: historyValueNames(entity).map(
        (value) => [value, columns[`${entity}_${value}`] as readonly number[]] as const,
      ),
    }));
  }

  at(row: number): FeatureInput {
    for (const [name, column] of this.facts) this.booking[name] = column[row];
    for (const { entity, state, values } of this.states) {
      for (const [value, column] of values) state[value] = column[row]!;
      // The join leaves zeros where no state was known; a state that is known counts a booking at least.
      this.histories[entity] = state['bookings']! > 0 ? state : undefined;
    }
    return {
      booking: this.booking as unknown as BookingHindsight,
      histories: this.histories as unknown as Histories,
      decidedAt: this.columns['decided_at']![row] as number,
    };
  }
}
