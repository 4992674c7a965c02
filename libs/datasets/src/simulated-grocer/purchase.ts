import { portableExp, portableLog, portableLogistic } from '@bellwether/model-kernel/numerics';

/** What decides about a purchase, beside the category's own appeal. */
export interface PurchaseFacts {
  readonly appeal: number;
  /** Odds of the month, from the category. */
  readonly season: number;
  readonly basePrice: number;
  /** Percentage points off, 0–50. */
  readonly discountPct: number;
  readonly daysToExpiry: number;
  readonly inventory: number;
  /** 0 = Monday. */
  readonly dayOfWeek: number;
}

/** Log-odds that the whole of a discount's pull is worth, and where and how steeply it comes. */
const DISCOUNT = { worth: 1.55, middlePct: 15, widthPct: 6 };
const EXPIRY = { worth: 1.25, days: 2 };
const SCARCE = { below: 10, worth: 0.5 };
/** Of the logarithm of the price over that of a usual basket. */
const DEARNESS = { slope: -0.12, usualPrice: 13 };
/** Log-odds by day of the week, Monday first: 10 to 15 % more purchases from Friday to Sunday. */
const WEEKDAY = [0, 0, 0, 0, 0.18, 0.24, 0.2];
/** Purchases beyond the first unit: their mean without and with the whole pull of a discount, on a logarithmic scale. */
const MORE_UNITS = { usual: 0.45, pull: 1.1 };

/**
 * Share of its pull that a discount has, in [0, 1]: (σ((d − 15)/6) − σ(−15/6)) / (1 − σ(−15/6)). Nothing at 0 %, steepest at
 * 15 %, and beyond 30 % hardly any more.
 */
export function discountPull(discountPct: number): number {
  const atNothing = portableLogistic(-DISCOUNT.middlePct / DISCOUNT.widthPct);
  return (portableLogistic((discountPct - DISCOUNT.middlePct) / DISCOUNT.widthPct) - atNothing) / (1 - atNothing);
}

/** Log-odds of a purchase: the sum of the effects that docs/simulated-grocer.md lists. */
export function purchaseLogOdds(f: PurchaseFacts): number {
  return (
    f.appeal +
    portableLog(f.season) +
    DISCOUNT.worth * discountPull(f.discountPct) +
    EXPIRY.worth * portableExp((1 - f.daysToExpiry) / EXPIRY.days) +
    (f.inventory < SCARCE.below ? (SCARCE.worth * (SCARCE.below - f.inventory)) / (SCARCE.below - 1) : 0) +
    DEARNESS.slope * portableLog(f.basePrice / DEARNESS.usualPrice) +
    WEEKDAY[f.dayOfWeek]!
  );
}

/** Mean number of units beyond the first that a buyer would take, if there were enough. */
export function meanMoreUnits({ discountPct, season }: Pick<PurchaseFacts, 'discountPct' | 'season'>): number {
  return MORE_UNITS.usual * season * portableExp(MORE_UNITS.pull * discountPull(discountPct));
}
