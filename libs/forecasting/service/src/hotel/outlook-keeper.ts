import { DomainError } from '@bellwether/errors';
import { dayIn, epochDay, type HotelOutlook } from '@bellwether/forecasting-core';
import type { Clock } from '@bellwether/platform/bootstrap';
import type { Logger } from 'pino';
import type { ReservationStore } from '../reservations/reservation-store.js';
import type { BooksState } from '../reservations/reservation-repository.js';
import type { HotelChain } from './hotel-chain.js';

/** The longest forecast, in days. */
const LONGEST = 365;
/** Days beyond it that an outlook has, so that it is good for a while. */
const SPARE = 8;
/** Days without a word about the books after which nothing is forecast from them: the long-range model alone goes as far. */
const OLDEST_BOOKS = 366;
/** How long changes are collected before a new outlook is made, in milliseconds. */
const SETTLE_MS = 1_000;

/** An outlook, and where in it tomorrow is. */
export interface CurrentOutlook {
  readonly outlook: HotelOutlook;
  /** Index of tomorrow. */
  readonly tomorrow: number;
  readonly chain: HotelChain;
  readonly version: string;
}

interface Made {
  readonly outlook: HotelOutlook;
  readonly version: string;
  readonly revision: number;
}

/**
 * Has the outlook of the model in use at hand. One that a booking made old answers until the next is there, seconds later; one of
 * another version or without the last days is waited for.
 */
export class OutlookKeeper {
  private made: Made | undefined;
  private making: Promise<Made> | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** What was asked for last, and so is kept at hand. */
  private asked: { readonly chain: HotelChain; readonly version: string } | undefined;

  constructor(
    private readonly store: Pick<ReservationStore, 'books' | 'stateOf' | 'revisionOf' | 'onChange'>,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly settleMs = SETTLE_MS,
  ) {
    store.onChange((source) => {
      if (source === this.asked?.chain.model.source) this.soon();
    });
  }

  /**
   * @throws UNAVAILABLE while nothing is known of the books.
   * @throws FAILED_PRECONDITION when the books are too old to forecast from.
   */
  async current(chain: HotelChain, version: string): Promise<CurrentOutlook> {
    this.asked = { chain, version };
    const today = dayIn(chain.model.timeZone, this.clock());
    const asOf = this.lastKnownDay(chain, today);
    const fits = this.made?.version === version && this.reaches(this.made.outlook, today, asOf);
    const { outlook } = fits ? this.made! : await this.fresh(chain, version, today);
    if (this.isOutdated()) this.soon();
    return { outlook, tomorrow: today - outlook.asOf, chain, version };
  }

  close(): void {
    clearTimeout(this.timer);
  }

  private reaches({ asOf, days }: HotelOutlook, today: number, lastKnown: number): boolean {
    return asOf === lastKnown && today - asOf + LONGEST <= days;
  }

  /** The last day whose outcome the books tell: the day before they are complete to. */
  private lastKnownDay({ model }: HotelChain, today: number): number {
    const state = this.store.stateOf(model.source);
    if (state === undefined) {
      const message = `no reservations of ${model.source} were told yet`;
      throw new DomainError('UNAVAILABLE', message, { retryAfterSeconds: 5 });
    }
    const asOf = Math.min(today, completeTo(state, model.timeZone)) - 1;
    if (today - asOf <= OLDEST_BOOKS) return asOf;
    const message = `the books of ${model.source} end ${today - asOf} days ago, ${OLDEST_BOOKS} at most are bridged`;
    throw new DomainError('FAILED_PRECONDITION', message);
  }

  private async fresh(chain: HotelChain, version: string, today: number): Promise<Made> {
    const made = await this.make(chain, version, today);
    // One that was under way may have been of the version before.
    return made.version === version ? made : this.make(chain, version, today);
  }

  private make(chain: HotelChain, version: string, today: number): Promise<Made> {
    this.making ??= this.makeNow(chain, version, today).finally(() => (this.making = undefined));
    return this.making;
  }

  private async makeNow(chain: HotelChain, version: string, today: number): Promise<Made> {
    const { model, minorUnits } = chain;
    const asOf = this.lastKnownDay(chain, today);
    const revision = this.store.revisionOf(model.source);
    const days = today - asOf + LONGEST + SPARE;
    const outlook = await this.store.books.ask({ kind: 'outlook', version, model, asOf, days, minorUnits });
    this.made = { outlook: outlook!, version, revision };
    return this.made;
  }

  private isOutdated(): boolean {
    const { made, asked } = this;
    return (
      asked !== undefined && made !== undefined && made.revision !== this.store.revisionOf(asked.chain.model.source)
    );
  }

  /** Makes a new outlook once changes have settled, and the old one answers meanwhile. */
  private soon(): void {
    if (this.timer !== undefined) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      const { chain, version } = this.asked!;
      this.make(chain, version, dayIn(chain.model.timeZone, this.clock()))
        // Changes that came while one was made are in the next.
        .then(() => this.isOutdated() && this.soon())
        .catch((error: unknown) => this.logger.warn({ err: error }, 'the outlook was not made anew'));
    }, this.settleMs);
    this.timer.unref();
  }
}

function completeTo({ completeTo: told, liveAt }: BooksState, timeZone: string): number {
  const days = [...(told === null ? [] : [epochDay(told)]), ...(liveAt === null ? [] : [dayIn(timeZone, liveAt)])];
  return Math.max(...days);
}
