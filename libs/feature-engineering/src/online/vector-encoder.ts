import { DomainError } from '@bellwether/errors';
import { BOOKING_FEATURES, type BookingFeatureName } from '../features/booking-features.js';
import type { Feature, FeatureInput } from '../features/feature.js';

/** A column of a model's input as its manifest tells it. */
export interface VectorColumn {
  readonly name: string;
  readonly kind: 'numeric' | 'categorical';
  readonly categories?: readonly string[] | undefined;
}

interface Slot {
  readonly name: BookingFeatureName;
  readonly feature: Feature;
  readonly codes: ReadonlyMap<string, number> | undefined;
}

/** Makes the input of one model from a booking and its histories, by the definitions that training used. */
export class VectorEncoder {
  private readonly slots: readonly Slot[];

  /** @throws FAILED_PRECONDITION for a column that names no feature here, or one of another kind. */
  constructor(columns: readonly VectorColumn[]) {
    this.slots = columns.map(({ name, kind, categories }) => {
      const feature = Object.hasOwn(BOOKING_FEATURES, name) ? BOOKING_FEATURES[name as BookingFeatureName] : undefined;
      if (feature === undefined || feature.kind !== kind) {
        throw new DomainError(
          'FAILED_PRECONDITION',
          `the model wants a ${kind} feature ${name}, which is not one here`,
        );
      }
      const codes =
        kind === 'categorical' ? new Map((categories ?? []).map((label, code) => [label, code])) : undefined;
      return { name: name as BookingFeatureName, feature, codes };
    });
  }

  /** Number of columns. */
  get width(): number {
    return this.slots.length;
  }

  /**
   * @param out where to write, shape (width,).
   * @param overrides values that take the place of computed ones, by feature.
   */
  encode(
    input: FeatureInput,
    out: Float64Array,
    overrides?: ReadonlyMap<BookingFeatureName, string | number>,
  ): Float64Array {
    for (let i = 0; i < this.slots.length; i++) {
      const { name, feature, codes } = this.slots[i]!;
      const value = overrides?.get(name) ?? feature.value(input);
      if (typeof value === 'number') out[i] = value;
      else out[i] = value === null ? NaN : (codes?.get(value) ?? NaN);
    }
    return out;
  }
}
