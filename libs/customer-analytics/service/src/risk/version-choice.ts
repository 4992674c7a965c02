import type { OnlineBookings } from '@bellwether/feature-engineering';
import { DomainError } from '@bellwether/errors';
import type { Drawn, ModelSlot, Routed, Routing, ServedModel } from '@bellwether/platform/model-runtime';
import type { LoggedModel } from '@bellwether/platform/predictions';
import type { BookingModel } from './booking-model.js';
import { BookingScorer } from './booking-scorer.js';

/** A version in use, what scores with it, and how it came to answer. */
export interface ChosenModel {
  readonly version: string;
  readonly scorer: BookingScorer;
  /** As the log of predictions knows it. */
  readonly logged: LoggedModel;
  /** Undefined without a rollout that draws. */
  readonly drawn: Drawn | undefined;
  readonly routed: Routed<BookingModel>;
}

type Scoring = Pick<ChosenModel, 'version' | 'scorer' | 'logged'>;

/** Chooses the version that answers about a booking. */
export class VersionChoice {
  /** A scorer lives as long as the model that it scores with. */
  private readonly scorings = new WeakMap<ServedModel<BookingModel>, Scoring>();

  constructor(
    private readonly slot: ModelSlot<BookingModel>,
    private readonly online: OnlineBookings,
  ) {}

  /** The versions in use, for one request to its end. @throws UNAVAILABLE while none is loaded. */
  now(): VersionsInUse {
    return new VersionsInUse(this.slot.routing(), (routed) => this.chosen(routed));
  }

  private chosen(routed: Routed<BookingModel>): ChosenModel {
    const { served, drawn } = routed;
    let scoring = this.scorings.get(served);
    if (scoring === undefined) {
      const { name, version, model } = served;
      const scorer = new BookingScorer(model, this.online);
      scoring = { version, scorer, logged: { name, version, features: model.features } };
      this.scorings.set(served, scoring);
    }
    return { ...scoring, drawn, routed };
  }
}

/** The versions that a request began with: whichever part of it asks about a booking is answered by the same one. */
export class VersionsInUse {
  constructor(
    private readonly routing: Routing<BookingModel>,
    private readonly chosen: (routed: Routed<BookingModel>) => ChosenModel,
  ) {}

  /** The version in production. */
  get version(): string {
    return this.routing.champion.version;
  }

  of(bookingId: string): ChosenModel {
    return this.chosen(this.routing.route(bookingId));
  }

  /** What answers in place of a version on trial that failed; nothing does of the one in production. */
  inPlaceOf({ routed }: ChosenModel): ChosenModel | undefined {
    const champion = this.routing.inPlaceOf(routed);
    return champion && this.chosen(champion);
  }

  shadowsOf(bookingId: string): ChosenModel[] {
    return this.routing.shadowsOf(bookingId).map(this.chosen);
  }
}

/** Whether a model is at fault, rather than the question. */
export function isModelFailure(error: unknown): boolean {
  return !(error instanceof DomainError) || error.code === 'INTERNAL';
}
