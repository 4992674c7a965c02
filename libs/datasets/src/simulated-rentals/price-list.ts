import { portableExp, portableLog, type Rng } from '@bellwether/model-kernel/numerics';
import { civilDate, weekday, type Day } from '../calendar/day.js';
import type { Destination } from './destinations.js';
import type { Property } from './properties.js';

/** Of the logarithm of a night's price, by chance alone: the experiment that identifies elasticity. */
const EXPERIMENT_SPREAD = 0.12;
const WEEKEND = 1.15;
/** How much of the season is in the prices. */
const SEASON_POWER = 0.35;

/** What a night costs, and what it would without the experiment. */
export interface NightPrice {
  readonly price: number;
  readonly usual: number;
}

/** The price of every night; each depends on the seed, the property and the night alone. */
export class PriceList {
  private readonly known = new Map<Day, readonly NightPrice[]>();
  private readonly seasons = new Map<string, readonly number[]>();

  constructor(
    private readonly rng: Rng,
    private readonly properties: readonly Property[],
    destinations: readonly Destination[],
  ) {
    for (const { row, season } of destinations) {
      this.seasons.set(
        row.destination_id,
        season.map((factor) => portableExp(SEASON_POWER * portableLog(factor))),
      );
    }
  }

  of(property: Property, night: Day): NightPrice {
    let prices = this.known.get(night);
    if (prices === undefined) {
      prices = this.priced(night);
      this.known.set(night, prices);
    }
    return prices[property.index]!;
  }

  /** Lets go of nights that nobody can book any more. */
  forgetBefore(day: Day): void {
    for (const night of this.known.keys()) if (night < day) this.known.delete(night);
  }

  private priced(night: Day): NightPrice[] {
    const own = this.rng.fork(night);
    const { month } = civilDate(night);
    // The nights to Saturday and to Sunday.
    const busy = weekday(night) >= 5 ? WEEKEND : 1;
    return this.properties.map(({ row }) => {
      const usual = row.base_price * busy * this.seasons.get(row.destination_id)![month - 1]!;
      return { usual, price: Math.round(usual * portableExp(own.normal(0, EXPERIMENT_SPREAD)) * 100) / 100 };
    });
  }
}
