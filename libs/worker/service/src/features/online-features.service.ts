import { Inject, Injectable } from '@nestjs/common';
import {
  MAX_ONLINE_FEATURES,
  type FeatureStatus,
  type FeatureVector,
  type GetOnlineFeaturesRequest,
  type GetOnlineFeaturesResponse,
} from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import {
  entityKey,
  requestedFeatures,
  storedView,
  type Entity,
  type ViewSelection,
} from '@bellwether/feature-engineering';
import { CLOCK, type Clock } from '@bellwether/platform/bootstrap';
import { FeatureMetrics, ONLINE_STORE, type OnlineRow, type OnlineStore } from '@bellwether/platform/online-store';
import { isExpired, onlineKey } from './online-rows.js';

/** A vector while it is filled, view by view. */
interface Filling extends FeatureVector {
  readonly numbers: Record<string, number>;
  readonly texts: Record<string, string>;
  readonly statuses: FeatureStatus[];
  readonly event_timestamps: Record<string, string>;
}

/** Reads features by key: one look into the online store for each view, all at once. */
@Injectable()
export class OnlineFeaturesService {
  constructor(
    @Inject(ONLINE_STORE) private readonly store: OnlineStore,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly metrics: FeatureMetrics,
  ) {}

  /**
   * @throws NOT_FOUND for an unknown view or feature, INVALID_ARGUMENT for an entity without a key that a view is read by,
   *   each with the path; UNAVAILABLE while the store is away.
   */
  async read({ view, features, entities, source }: GetOnlineFeaturesRequest): Promise<GetOnlineFeaturesResponse> {
    const started = performance.now();
    const selections = selected(view, features);
    const rows = await Promise.all(selections.map((selection) => this.rowsOf(selection, entities as Entity[], source)));
    const results = entities.map((): Filling => ({ numbers: {}, texts: {}, statuses: [], event_timestamps: {} }));
    const now = this.clock().getTime();
    selections.forEach((selection, s) => this.fill(results, selection, rows[s]!, now));
    this.metrics.read((performance.now() - started) / 1_000);
    return {
      feature_names: selections.flatMap(({ view, features }) => features.map((name) => `${view.name}:${name}`)),
      results,
    };
  }

  private rowsOf(
    { view }: ViewSelection,
    entities: readonly Entity[],
    source = view.defaultSource,
  ): Promise<readonly (OnlineRow | undefined)[]> {
    const keys = entities.map((entity, i) => onlineKey(source, entityKey(view, entity, `entities.${i}`)));
    return this.store.get(view.name, keys);
  }

  private fill(
    results: readonly Filling[],
    selection: ViewSelection,
    rows: readonly (OnlineRow | undefined)[],
    now: number,
  ): void {
    const { view } = selection;
    const names = selection.features.map((name) => [name, `${view.name}:${name}`] as const);
    const counts = { present: 0, unknown: 0, missing: 0, expired: 0 };
    results.forEach((vector, i) => {
      const row = rows[i];
      if (row !== undefined) vector.event_timestamps[view.name] = new Date(row.eventTime).toISOString();
      const withheld = row === undefined ? 'missing' : isExpired(view, row.eventTime, now) ? 'expired' : undefined;
      for (const [name, fullName] of names) {
        const status = withheld ?? take(vector, fullName, row!.values[name]);
        vector.statuses.push(status);
        counts[status] += 1;
      }
    });
    for (const [status, count] of Object.entries(counts)) this.metrics.counted(view.name, status, count);
  }
}

function take(vector: Filling, name: string, value: OnlineRow['values'][string] | undefined): FeatureStatus {
  if (typeof value === 'number') vector.numbers[name] = value;
  else if (typeof value === 'string') vector.texts[name] = value;
  else return 'unknown';
  return 'present';
}

function selected(view: string | undefined, features: readonly string[]): readonly ViewSelection[] {
  if ((view === undefined) === (features.length === 0)) throw tooManyOrFew('must be there, or a view in their place');
  const selections =
    view === undefined
      ? requestedFeatures(features)
      : [storedView(view, 'view')].map((one) => ({ view: one, features: Object.keys(one.features) }));
  const count = selections.reduce((sum, selection) => sum + selection.features.length, 0);
  if (count > MAX_ONLINE_FEATURES) throw tooManyOrFew(`must be at most ${MAX_ONLINE_FEATURES}, got ${count}`);
  return selections;
}

function tooManyOrFew(message: string): DomainError {
  return new DomainError('INVALID_ARGUMENT', `features: ${message}`, { fields: [{ path: 'features', message }] });
}
