import type { BookingRecord } from '../bookings/booking-record.js';
import { factsOf, type BookingHindsight } from '../bookings/facts.js';
import type { EpochSeconds } from '../calendar/days.js';
import type { BookingFeatureName } from '../features/booking-features.js';
import { ENTITY_NAMES, HISTORY_ENTITIES, type Histories } from '../history/history-entities.js';
import { overriddenFacts } from './feature-overrides.js';
import type { VectorEncoder } from './vector-encoder.js';

/** A state as it arrives; entities that this version does not know are of no use and let pass. */
export interface PushedState {
  readonly source: string;
  readonly entity: string;
  readonly key: string;
  readonly values: Readonly<Record<string, number>>;
}

interface Pushed<Value> {
  readonly value: Value;
  readonly source: string;
  readonly pushedAt: EpochSeconds;
}

interface KnownBooking {
  readonly record: BookingRecord;
  readonly facts: BookingHindsight;
}

/** 2025-01-01, in seconds. */
const MARK_ORIGIN = 1_735_689_600;

/** What the states of a source are, in two numbers: how many, and Σ of the instants they were pushed at. */
interface StatesMark {
  count: number;
  pushedAtSum: number;
}

const isNewer = (held: Pushed<unknown> | undefined, pushedAt: EpochSeconds): boolean =>
  held !== undefined && held.pushedAt > pushedAt;

const stateKey = (source: string, entity: string, key: string): string => `${source}\n${entity}\n${key}`;

/** Open bookings and the newest states of their entities in memory: point look-ups for serving. */
export class OnlineBookings {
  private readonly bookings = new Map<string, Pushed<KnownBooking>>();
  private readonly states = new Map<string, Pushed<Readonly<Record<string, number>>>>();
  private readonly marks = new Map<string, StatesMark>();

  get bookingCount(): number {
    return this.bookings.size;
  }

  get stateCount(): number {
    return this.states.size;
  }

  /**
   * A booking of the same id, from whatever source, is replaced, unless it was pushed later: a look into a database, begun
   * before a push, ends after it.
   *
   * @throws INVALID_ARGUMENT for text that is no date.
   */
  putBookings(records: readonly BookingRecord[], pushedAt: EpochSeconds): void {
    const known = records.map((record) => ({ record, facts: factsOf(record) }));
    for (const value of known) {
      if (isNewer(this.bookings.get(value.record.booking_id), pushedAt)) continue;
      this.bookings.set(value.record.booking_id, { value, source: value.record.source, pushedAt });
    }
  }

  /** As bookings, by entity and key of a source. */
  putStates(states: readonly PushedState[], pushedAt: EpochSeconds): void {
    for (const { source, entity, key, values } of states) {
      const place = stateKey(source, entity, key);
      if (isNewer(this.states.get(place), pushedAt)) continue;
      this.count(this.states.get(place), -1);
      const state = { value: values, source, pushedAt };
      this.states.set(place, state);
      this.count(state, 1);
    }
  }

  /**
   * Changes whenever a state of the source is pushed anew or forgotten, and is the same in every replica that has been
   * told the same: what was computed from the states holds as long as it does.
   */
  statesRevision(source: string): string {
    const { count, pushedAtSum } = this.marks.get(source) ?? { count: 0, pushedAtSum: 0 };
    return `${count}-${pushedAtSum.toString(36)}`;
  }

  /** Forgets what a source pushed before an instant and did not push again. */
  retire(source: string, pushedBefore: EpochSeconds): void {
    for (const held of [this.bookings, this.states] as readonly Map<string, Pushed<unknown>>[]) {
      for (const [key, entry] of held) {
        if (entry.source !== source || entry.pushedAt >= pushedBefore) continue;
        held.delete(key);
        if (held === this.states) this.count(entry, -1);
      }
    }
  }

  record(bookingId: string): BookingRecord | undefined {
    return this.bookings.get(bookingId)?.value.record;
  }

  /** Every known booking, in no order. */
  *records(): Generator<BookingRecord, void, undefined> {
    for (const { value } of this.bookings.values()) yield value.record;
  }

  /**
   * The input of a model for a booking.
   *
   * @param out where to write, shape (encoder.width,).
   * @returns false, with `out` as it was, when the booking is not known.
   */
  vector(
    bookingId: string,
    decidedAt: EpochSeconds,
    encoder: VectorEncoder,
    out: Float64Array,
    overrides?: ReadonlyMap<BookingFeatureName, string | number>,
  ): boolean {
    const known = this.bookings.get(bookingId);
    if (known === undefined) return false;
    this.vectorOf(known.source, known.value.facts, decidedAt, encoder, out, overrides);
    return true;
  }

  /** As {@link vector}, of a booking that the caller brings along. */
  vectorOf(
    source: string,
    booking: BookingHindsight,
    decidedAt: EpochSeconds,
    encoder: VectorEncoder,
    out: Float64Array,
    overrides?: ReadonlyMap<BookingFeatureName, string | number>,
  ): Float64Array {
    const told = overrides === undefined || overrides.size === 0 ? booking : overriddenFacts(booking, overrides);
    return encoder.encode({ booking: told, histories: this.histories(source, told), decidedAt }, out, overrides);
  }

  private count(state: Pushed<unknown> | undefined, change: 1 | -1): void {
    if (state === undefined) return;
    const mark = this.marks.get(state.source) ?? { count: 0, pushedAtSum: 0 };
    mark.count += change;
    // Whole milliseconds from a late origin, so that the sum of millions stays exact.
    mark.pushedAtSum += change * Math.round((state.pushedAt - MARK_ORIGIN) * 1_000);
    this.marks.set(state.source, mark);
  }

  private histories(source: string, booking: BookingHindsight): Histories {
    const found: Record<string, Readonly<Record<string, number>> | undefined> = {};
    for (const entity of ENTITY_NAMES) {
      const key = HISTORY_ENTITIES[entity].key(booking);
      found[entity] = key === null ? undefined : this.states.get(stateKey(source, entity, key))?.value;
    }
    return found as unknown as Histories;
  }
}
