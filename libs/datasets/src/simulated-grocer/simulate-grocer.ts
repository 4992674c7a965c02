import { createRng, portableLogistic, type Rng } from '@bellwether/model-kernel/numerics';
import { clockTime } from '../calendar/clock-time.js';
import { civilDate, isoDate, weekday, type Day } from '../calendar/day.js';
import { cumulativeSum, drawIndex } from '../drawing/weighted-choice.js';
import { CATEGORY_FACTS, GROCER_CATEGORIES, type GrocerCategory } from './categories.js';
import { grocerSettings, type SimulatedGrocerOptions } from './options.js';
import { buildProducts, type GrocerProduct } from './products.js';
import { meanMoreUnits, purchaseLogOdds, type PurchaseFacts } from './purchase.js';
import type { GrocerEventRow, GrocerTruthRow } from './rows.js';

/** A day of events and what made them, row by row. */
export interface GrocerDay {
  readonly events: readonly GrocerEventRow[];
  readonly truth: readonly GrocerTruthRow[];
}

const OPENS_SECONDS = 7 * 3_600;
const OPEN_SECONDS = 15 * 3_600;
const MOST_UNITS = 10;
/** Of what no column tells: the log-odds of an event's own luck. */
const NOISE = 0.3;
const FULL_PRICE_SHARE = 0.2;
const DISCOUNT_STEP = 5;
/** How many steps, where there is a discount: 1–10, the lower ones more often. */
const STEP_WEIGHTS = cumulativeSum([9, 11, 13, 13, 13, 12, 10, 8, 6, 5]);
const SCARCE_SHARE = 0.08;
const SCARCE_BELOW = 10;
const MOST_INVENTORY = 500;
const CATEGORY_SHARES = cumulativeSum(GROCER_CATEGORIES.map((category) => CATEGORY_FACTS[category].share));

/**
 * Purchase events of a grocer, day by day, with the probabilities that made them. docs/simulated-grocer.md has the
 * equations.
 *
 * The same options give the same rows on every machine. A day's events depend on the seed, the day and their number.
 *
 * @throws INVALID_ARGUMENT when an option is outside its range.
 */
export function* simulateGrocer(options: SimulatedGrocerOptions): Generator<GrocerDay, void, undefined> {
  const { seed, samples, start, days } = grocerSettings(options);
  const rng = createRng(seed);
  const products = buildProducts(rng.fork('products'));
  const streams = rng.fork('events');
  for (let day = 0; day < days; day++) {
    const [from, until] = [day, day + 1].map((d) => Math.floor((d * samples) / days)) as [number, number];
    if (until > from) yield eventsOfDay(streams.fork(start + day), products, start + day, from, until - from);
  }
}

function eventsOfDay(
  rng: Rng,
  products: Readonly<Record<GrocerCategory, readonly GrocerProduct[]>>,
  day: Day,
  first: number,
  count: number,
): GrocerDay {
  const facts = factsOfDay(day);
  const events = new Array<GrocerEventRow>(count);
  const truth = new Array<GrocerTruthRow>(count);
  for (let i = 0; i < count; i++) {
    const category = GROCER_CATEGORIES[drawIndex(rng, CATEGORY_SHARES)]!;
    const ofCategory = products[category];
    const product = ofCategory[rng.int(ofCategory.length)]!;
    // One in each of as many equal parts of the day, so that they are in order.
    const second = Math.floor(OPENS_SECONDS + ((i + rng.next()) / count) * OPEN_SECONDS);
    const offer = drawOffer(rng, product, facts);
    const luck = rng.normal(0, NOISE);
    const probability = portableLogistic(purchaseLogOdds(offer) + luck);
    truth[i] = {
      event: first + i,
      purchase_probability: probability,
      undiscounted_probability: portableLogistic(purchaseLogOdds(undiscounted(offer)) + luck),
      mean_more_units: meanMoreUnits(offer),
    };
    events[i] = eventRow(product, facts, second, offer, drawUnits(rng, offer, probability));
  }
  return { events, truth };
}

interface DayFacts {
  readonly date: string;
  readonly month: number;
  readonly dayOfWeek: number;
}

function factsOfDay(day: Day): DayFacts {
  return { date: isoDate(day), month: civilDate(day).month, dayOfWeek: (weekday(day) + 6) % 7 };
}

// The objects of each event are written out: to spread others into them would cost more than all of its draws.

function drawOffer(rng: Rng, { category, basePrice }: GrocerProduct, { month, dayOfWeek }: DayFacts): PurchaseFacts {
  const { appeal, season, shelfLifeDays } = CATEGORY_FACTS[category];
  return {
    appeal,
    season: season[month - 1]!,
    basePrice,
    discountPct: drawDiscount(rng),
    daysToExpiry: 1 + rng.int(shelfLifeDays),
    inventory: drawInventory(rng),
    dayOfWeek,
  };
}

function undiscounted(offer: PurchaseFacts): PurchaseFacts {
  return {
    appeal: offer.appeal,
    season: offer.season,
    basePrice: offer.basePrice,
    discountPct: 0,
    daysToExpiry: offer.daysToExpiry,
    inventory: offer.inventory,
    dayOfWeek: offer.dayOfWeek,
  };
}

function drawUnits(rng: Rng, offer: PurchaseFacts, probability: number): number {
  if (rng.next() >= probability) return 0;
  return Math.min(MOST_UNITS, offer.inventory, 1 + rng.poisson(meanMoreUnits(offer)));
}

function eventRow(
  { id, category, basePrice }: GrocerProduct,
  { date, month, dayOfWeek }: DayFacts,
  second: number,
  { discountPct, daysToExpiry, inventory, season }: PurchaseFacts,
  units: number,
): GrocerEventRow {
  const price = Math.round(basePrice * (100 - discountPct)) / 100;
  return {
    product_id: id,
    category,
    base_price: basePrice,
    discounted_price: price,
    discount_pct: discountPct,
    days_to_expiry: daysToExpiry,
    inventory_level: inventory,
    timestamp: `${date}T${clockTime(second)}`,
    day_of_week: dayOfWeek,
    month,
    is_weekend: dayOfWeek >= 5 ? 1 : 0,
    is_summer: month >= 6 && month <= 8 ? 1 : 0,
    is_winter: month === 12 || month <= 2 ? 1 : 0,
    is_holiday_season: month >= 11 ? 1 : 0,
    season_multiplier: season,
    sold: units > 0 ? 1 : 0,
    units_sold: units,
    revenue: Math.round(units * price * 100) / 100,
  };
}

/** A fifth at full price; the rest by chance, whatever the product: an experiment, so that its effect can be learned. */
function drawDiscount(rng: Rng): number {
  return rng.next() < FULL_PRICE_SHARE ? 0 : DISCOUNT_STEP * (1 + drawIndex(rng, STEP_WEIGHTS));
}

function drawInventory(rng: Rng): number {
  if (rng.next() < SCARCE_SHARE) return 1 + rng.int(SCARCE_BELOW - 1);
  const share = rng.next();
  return SCARCE_BELOW + Math.floor((MOST_INVENTORY + 1 - SCARCE_BELOW) * share * Math.sqrt(share));
}
